import { openBillingPortal } from '#contract/billing.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { useSend } from '../../use-send.ts'
import { noteBillingVisit } from './billing-visit.ts'

/** To a page of the payment service: card, invoices, cancelling. */
export function ManageBilling({ isUrgent = false }: { isUrgent?: boolean }) {
  const opening = useSend(openBillingPortal, {
    show: 'toast',
    readsAnew: false,
    onDone: ({ url }) => {
      noteBillingVisit()
      location.assign(url)
    }
  })
  return (
    <Button variant={isUrgent ? 'primary' : 'secondary'} isPending={opening.isPending} onPress={() => opening.send({})}>
      {t('billing.manage')}
    </Button>
  )
}
