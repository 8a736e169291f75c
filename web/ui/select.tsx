import './option.css'
import './select.css'
import { Check, ChevronDown } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select'
import { FieldFrame, type FieldText } from './field.tsx'

export type Option<V extends string> = { value: V; label: string; disabled?: boolean }

export type SelectProps<V extends string> = FieldText & {
  options: readonly Option<V>[]
  value: V | undefined
  onChange: (value: V) => void
  placeholder?: string
  isDisabled?: boolean
  isRequired?: boolean
  name?: string
  className?: string
  /** Hides the label from the eye, not from a screen reader. */
  hideLabel?: boolean
}

/** One of a short list. For long lists use ComboBox. */
export function Select<V extends string>(props: SelectProps<V>) {
  const { label, description, error, options, value, onChange, placeholder, className = '', hideLabel, ...rest } = props
  const known = new Map<string, V>(options.map((option) => [option.value, option.value]))

  return (
    <AriaSelect
      {...rest}
      {...(placeholder === undefined ? {} : { placeholder })}
      className={`field ${hideLabel ? 'field-label-hidden' : ''} ${className}`}
      value={value ?? null}
      onChange={(key) => {
        const chosen = known.get(String(key))
        if (chosen !== undefined) onChange(chosen)
      }}
      isInvalid={error !== undefined}
    >
      <FieldFrame label={label} description={description} error={error}>
        <Button className="input select-button">
          <SelectValue className="select-value" />
          <ChevronDown aria-hidden />
        </Button>
      </FieldFrame>
      <Popover className="popover">
        <ListBox className="options" items={options}>
          {(option) => (
            <ListBoxItem
              id={option.value}
              textValue={option.label}
              className="option"
              isDisabled={option.disabled ?? false}
            >
              {option.label}
              <Check aria-hidden className="option-check" />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
