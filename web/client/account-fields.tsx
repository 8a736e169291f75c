import { t } from '../messages/i18n.ts'
import { PasswordField } from '../ui/password-field.tsx'
import { TextField } from '../ui/text-field.tsx'

type Typed = { value: string; onChange: (value: string) => void; error: string | undefined }

/** The address one signs in with. */
export function EmailField(props: Typed) {
  return (
    <TextField
      {...props}
      label={t('account.email')}
      type="email"
      autoComplete="username"
      isRequired
      validationBehavior="aria"
    />
  )
}

/** The password one has. */
export function CurrentPassword({ label = t('account.password'), ...props }: Typed & { label?: string }) {
  return <PasswordField {...props} {...showAndHide()} label={label} kind="current" />
}

/** A password one chooses, with what makes a good one. */
export function NewPassword({ label = t('account.newPassword'), ...props }: Typed & { label?: string }) {
  return (
    <PasswordField {...props} {...showAndHide()} label={label} description={t('account.passwordHint')} kind="new" />
  )
}

function showAndHide() {
  return { showLabel: t('account.showPassword'), hideLabel: t('account.hidePassword') }
}
