import { useState } from 'react'
import { stopAddressChange } from '#contract/security.ts'
import { t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { Form } from '../../form.tsx'
import { paths } from '../../paths.ts'
import { rememberSignedIn } from '../../preferences.ts'
import { useMailedToken } from '../../use-mailed-token.ts'
import { useSend } from '../../use-send.ts'
import { AccountCard } from './account-card.tsx'

/** The mailed link leads here; only the button stops anything, because mail programs open links by themselves. */
export function StopAddressPage() {
  const token = useMailedToken()
  const [stopped, setStopped] = useState(false)
  const sending = useSend(stopAddressChange, {
    onDone: () => {
      rememberSignedIn(false)
      setStopped(true)
    }
  })
  const forgot = (
    <LinkButton variant={stopped ? 'primary' : 'quiet'} to={paths.forgot()}>
      {t('stop.forgot')}
    </LinkButton>
  )
  if (token === null) return <AccountCard title={t('stop.title')} intro={t('reset.noToken')} below={forgot} />
  if (stopped) return <AccountCard title={t('stop.doneTitle')} intro={t('stop.doneText')} below={forgot} />
  return (
    <AccountCard
      title={t('stop.title')}
      intro={t('stop.intro')}
      {...(sending.problem?.code === 'stop_link_not_accepted' ? { below: forgot } : {})}
    >
      <Form
        check={() => true}
        sending={sending}
        submitLabel={t('stop.submit')}
        onSubmit={() => sending.send({ body: { token } })}
      >
        {null}
      </Form>
    </AccountCard>
  )
}
