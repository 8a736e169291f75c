import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { TextField as AriaTextField } from 'react-aria-components/TextField'
import { IconButton } from './button.tsx'
import { FieldFrame, type FieldText } from './field.tsx'

export type PasswordFieldProps = FieldText & {
  value: string
  onChange: (value: string) => void
  /** What a password manager offers: the known one or a new one. */
  kind: 'current' | 'new'
  showLabel: string
  hideLabel: string
}

/** A password that can be looked at while typing. */
export function PasswordField(props: PasswordFieldProps) {
  const { label, description, error, value, onChange, kind, showLabel, hideLabel } = props
  const [shown, setShown] = useState(false)

  return (
    <AriaTextField
      className="field"
      value={value}
      onChange={onChange}
      type={shown ? 'text' : 'password'}
      autoComplete={`${kind}-password`}
      isInvalid={error !== undefined}
      isRequired
      validationBehavior="aria"
    >
      <FieldFrame label={label} description={description} error={error}>
        <Group className="input-group">
          <Input className="input" autoCapitalize="none" spellCheck="false" />
          <IconButton label={shown ? hideLabel : showLabel} onPress={() => setShown(!shown)}>
            {shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
          </IconButton>
        </Group>
      </FieldFrame>
    </AriaTextField>
  )
}
