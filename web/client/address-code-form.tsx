import type { ReactNode } from 'react'
import type { Me } from '#contract/accounts.ts'
import { proveAddress, resendAddressCode } from '#contract/security.ts'
import { t } from '../messages/i18n.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import { showToast } from '../ui/toast.ts'
import { Form } from './form.tsx'
import { useForm } from './use-form.ts'
import { useSend } from './use-send.ts'

/** Types the code that was mailed to an address that waits for its proof. */
export function AddressCodeForm(props: {
  intro?: string
  onProved: (me: Me) => void | Promise<void>
  actions?: ReactNode
}) {
  const { intro, onProved, actions } = props
  const proving = useSend(proveAddress, { onDone: onProved })
  const resending = useSend(resendAddressCode, {
    show: 'toast',
    onDone: () => void showToast({ text: t('verify.resent') })
  })
  const form = useForm({ code: '' }, ['code'], proving.fields)
  return (
    <Form
      check={form.check}
      sending={proving}
      submitLabel={t('verify.submit')}
      onSubmit={() => proving.send({ body: { code: form.draft.code.replaceAll(/\D/g, '') } })}
      actions={
        <>
          <Button isPending={resending.isPending} onPress={() => resending.send({})}>
            {t('verify.resend')}
          </Button>
          {actions}
        </>
      }
    >
      {intro !== undefined && <p className="muted">{intro}</p>}
      <TextField
        {...form.field('code')}
        label={t('verify.code')}
        className="code-field"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={11}
        isRequired
        validationBehavior="aria"
      />
    </Form>
  )
}
