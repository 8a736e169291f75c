import { t } from '../messages/i18n.ts'
import { PasswordField } from '../ui/password-field.tsx'
import { TextField } from '../ui/text-field.tsx'

export type Typed = { value: string; onChange: (value: string) => void; error: string | undefined }

/** The address one signs in with. With `webauthn` in `autoComplete` the browser offers passkeys as well. */
export function EmailField({ autoComplete = 'username', ...props }: Typed & { autoComplete?: string }) {
  return (
    <TextField
      {...props}
      label={t('account.email')}
      type="email"
      autoComplete={autoComplete}
      isRequired
      validationBehavior="aria"
    />
  )
}

/** The password one has. */
export function CurrentPassword({ label = t('account.password'), ...props }: Typed & { label?: string }) {
  return <PasswordField {...props} {...showAndHide()} label={label} kind="current" />
}

export function showAndHide() {
  return { showLabel: t('account.showPassword'), hideLabel: t('account.hidePassword') }
}
