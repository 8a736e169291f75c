import { useEffect } from 'react'
import { t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { paths } from '../../paths.ts'
import { AccountCard } from '../account/account-card.tsx'
import { keepCode } from './waiting-code.ts'

/** The code waits until somebody has an account; `next`: where it is used then. */
export function SignInFirst({ code, next }: { code: string; next: string }) {
  useEffect(() => {
    if (code !== '') keepCode(code)
  }, [code])
  return (
    <AccountCard title={t('join.title')} intro={t('join.signInFirst')}>
      <LinkButton variant="primary" size="large" to={paths.register({ next })}>
        {t('join.register')}
      </LinkButton>
      <LinkButton size="large" to={paths.signIn({ next })}>
        {t('join.signIn')}
      </LinkButton>
    </AccountCard>
  )
}
