import { t } from '../messages/i18n.ts'
import { TextField } from '../ui/text-field.tsx'

/** The six digits an authenticator app shows. */
export function TotpField(props: { value: string; onChange: (value: string) => void; error: string | undefined }) {
  return (
    <TextField
      {...props}
      label={t('factors.totpCode')}
      description={t('factors.totpCodeHint')}
      className="code-field"
      inputMode="numeric"
      autoComplete="one-time-code"
      maxLength={7}
      isRequired
      validationBehavior="aria"
    />
  )
}

/** The code without what apps put between its digits; undefined while it is not whole. */
export function totpDigits(typed: string): string | undefined {
  const digits = typed.replaceAll(/[\s-]/g, '')
  return /^[0-9]{6}$/.test(digits) ? digits : undefined
}
