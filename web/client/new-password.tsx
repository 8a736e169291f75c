import { t } from '../messages/i18n.ts'
import { PasswordField } from '../ui/password-field.tsx'
import { showAndHide, type Typed } from './account-fields.tsx'
import { StrengthNote } from './strength-note.tsx'

/** A password one chooses, with what makes a good one and what this one is worth; `personal` holds what others know. */
export function NewPassword({
  label = t('account.newPassword'),
  personal,
  ...props
}: Typed & { label?: string; personal?: readonly string[] }) {
  return (
    <div>
      <PasswordField {...props} {...showAndHide()} label={label} description={t('account.passwordHint')} kind="new" />
      <StrengthNote password={props.value} personal={personal} />
    </div>
  )
}
