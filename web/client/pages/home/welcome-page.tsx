import { t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { useMe } from '../../session.ts'
import { NewHomeForm } from './new-home-form.tsx'

/** The first thing after making an account: a home, or an invitation to one. */
export function WelcomePage() {
  const me = useMe()
  return (
    <Page
      title={t('welcome.title', { name: me.displayName })}
      actions={<LinkButton to={paths.join()}>{t('welcome.haveCode')}</LinkButton>}
      content={
        <Card>
          <NewHomeForm />
        </Card>
      }
    >
      {t('welcome.intro')}
    </Page>
  )
}
