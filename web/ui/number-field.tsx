import './number-field.css'
import { Minus, Plus } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { NumberField as AriaNumberField, type NumberFieldProps as AriaProps } from 'react-aria-components/NumberField'
import { FieldFrame, type FieldText } from './field.tsx'

export type NumberFieldProps = Omit<AriaProps, 'className' | 'children' | 'isInvalid'> &
  FieldText & { className?: string; /** Words after the figure, such as a unit. */ suffix?: string }

export function NumberField({ label, description, error, suffix, className = '', ...rest }: NumberFieldProps) {
  return (
    <AriaNumberField {...rest} className={`field ${className}`} isInvalid={error !== undefined}>
      <FieldFrame label={label} description={description} error={error}>
        <Group className="input-group">
          <Button slot="decrement" className="number-step">
            <Minus aria-hidden />
          </Button>
          <Input className="input number-input" />
          {suffix !== undefined && <span className="input-affix">{suffix}</span>}
          <Button slot="increment" className="number-step">
            <Plus aria-hidden />
          </Button>
        </Group>
      </FieldFrame>
    </AriaNumberField>
  )
}
