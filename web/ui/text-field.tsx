import { Input } from 'react-aria-components/Input'
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea'
import { TextField as AriaTextField, type TextFieldProps as AriaTextFieldProps } from 'react-aria-components/TextField'
import { FieldFrame, type FieldText } from './field.tsx'

export type TextFieldProps = Omit<AriaTextFieldProps, 'className' | 'children' | 'isInvalid'> &
  FieldText & {
    placeholder?: string
    className?: string
    /** What a phone's keyboard capitalises by itself. */
    autoCapitalize?: 'characters' | 'none'
  }

export function TextField(props: TextFieldProps) {
  const { label, description, error, placeholder, autoCapitalize, className = '', ...rest } = props
  const hints = { ...(placeholder && { placeholder }), ...(autoCapitalize && { autoCapitalize }) }

  return (
    <AriaTextField {...rest} className={`field ${className}`} isInvalid={error !== undefined}>
      <FieldFrame label={label} description={description} error={error}>
        <Input className="input" {...hints} />
      </FieldFrame>
    </AriaTextField>
  )
}

export function TextArea({
  label,
  description,
  error,
  rows = 3,
  className = '',
  ...rest
}: TextFieldProps & { rows?: number }) {
  return (
    <AriaTextField {...rest} className={`field ${className}`} isInvalid={error !== undefined}>
      <FieldFrame label={label} description={description} error={error}>
        <AriaTextArea className="input" rows={rows} />
      </FieldFrame>
    </AriaTextField>
  )
}
