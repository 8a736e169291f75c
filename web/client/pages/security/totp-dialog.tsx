import './factors.css'
import { lazy, Suspense } from 'react'
import { confirmTotp } from '#contract/factors.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Form } from '../../form.tsx'
import { TotpField, totpDigits } from '../../totp-field.tsx'
import { useForm } from '../../use-form.ts'
import { useSend } from '../../use-send.ts'
import { later } from '../../later.ts'

const QrCode = lazy(async () => ({ default: (await later(import('../../qr-code.tsx'), 'base')).QrCode }))

type TotpDialogProps = {
  secret: string
  uri: string
  onClose: () => void
  /** Recovery codes come with the first factor. */
  onDone: (recoveryCodes: readonly string[] | null) => void
}

/** The secret for an authenticator app, to scan or to type, and the first code of it. */
export function TotpDialog({ secret, uri, onClose, onDone }: TotpDialogProps) {
  const confirming = useSend(confirmTotp, { onDone: ({ recoveryCodes }) => onDone(recoveryCodes) })
  const form = useForm({ code: '' }, ['code'], confirming.fields)
  return (
    <Dialog isOpen role="alertdialog" onClose={onClose} title={t('factors.totpSetUp')} closeLabel={t('app.close')}>
      <Form
        check={form.check}
        sending={confirming}
        submitLabel={t('factors.totpConfirm')}
        onSubmit={() => confirming.send({ body: { code: totpDigits(form.draft.code) ?? form.draft.code } })}
        actions={<Button onPress={onClose}>{t('action.cancel')}</Button>}
      >
        <p>{t('factors.totpScan')}</p>
        <div className="qr-frame">
          <Suspense>
            <QrCode text={uri} label={t('factors.totpQr')} />
          </Suspense>
        </div>
        <p className="muted">{t('factors.totpType')}</p>
        <p className="factor-secret figures">{secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</p>
        <TotpField {...form.field('code')} />
      </Form>
    </Dialog>
  )
}
