import './option.css'
import './select.css'
import { Check, ChevronDown } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { FieldFrame, type FieldText } from './field.tsx'

export type ComboBoxProps = FieldText & {
  options: readonly { value: string; label: string }[]
  value: string | undefined
  onChange: (value: string) => void
  /** Said when nothing matches what was typed. */
  emptyText: string
  isRequired?: boolean
  isDisabled?: boolean
  className?: string
}

/** One of a long list, found by typing. */
export function ComboBox(props: ComboBoxProps) {
  const { label, description, error, options, value, onChange, emptyText, className = '', ...rest } = props

  return (
    <AriaComboBox
      {...rest}
      className={`field ${className}`}
      defaultItems={options}
      value={value ?? null}
      onChange={(key) => {
        if (key !== null) onChange(String(key))
      }}
      isInvalid={error !== undefined}
      allowsEmptyCollection
      menuTrigger="focus"
    >
      <FieldFrame label={label} description={description} error={error}>
        <Group className="input-group">
          <Input className="input" />
          <Button className="combo-button">
            <ChevronDown aria-hidden />
          </Button>
        </Group>
      </FieldFrame>
      <Popover className="popover">
        <ListBox className="options" renderEmptyState={() => <p className="options-empty">{emptyText}</p>}>
          {(option: { value: string; label: string }) => (
            <ListBoxItem id={option.value} textValue={option.label} className="option">
              {option.label}
              <Check aria-hidden className="option-check" />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}
