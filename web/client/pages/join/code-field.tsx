import { t } from '../../../messages/i18n.ts'
import { TextField, type TextFieldProps } from '../../../ui/text-field.tsx'

/** For a code that somebody was given, typed or pasted; takes what `useForm` gives for its field. */
export function CodeField(field: Omit<TextFieldProps, 'label'>) {
  return (
    <TextField
      {...field}
      label={t('join.code')}
      description={t('join.codeHint')}
      className="code-field"
      autoCapitalize="characters"
      autoComplete="off"
      spellCheck="false"
      maxLength={40}
      isRequired
      validationBehavior="aria"
    />
  )
}
