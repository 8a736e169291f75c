import './option.css'
import './select.css'
import { Check, ChevronDown, X } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { ComboBox as AriaComboBox } from 'react-aria-components/ComboBox'
import { Group } from 'react-aria-components/Group'
import { Input } from 'react-aria-components/Input'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Text } from 'react-aria-components/Text'
import { useState } from 'react'
import { FieldFrame, type FieldText } from './field.tsx'

type Found = { value: string; label: string; second?: string }

export type SearchFieldProps = FieldText & {
  /** What the search found. */
  options: readonly Found[]
  selected: { value: string; label: string } | undefined
  onSearch: (text: string) => void
  /** Undefined: nothing any more. */
  onChange: (value: string | undefined) => void
  emptyText: string
  clearLabel: string
}

/** One of more than anybody would load at once, found by typing. */
export function SearchField(props: SearchFieldProps) {
  const { label, description, error, options, selected, onSearch, onChange, emptyText, clearLabel } = props
  const [text, setText] = useState(selected?.label ?? '')
  const isThere = selected === undefined || options.some(({ value }) => value === selected.value)

  return (
    <AriaComboBox
      className="field"
      items={(isThere ? options : [selected, ...options]).map((option) => ({ ...option, id: option.value }))}
      value={selected?.value ?? null}
      onChange={(key) => {
        if (key !== null && key !== selected?.value) onChange(String(key))
      }}
      inputValue={text}
      onInputChange={(typed) => {
        setText(typed)
        onSearch(typed === selected?.label ? '' : typed.trim().slice(0, 200))
      }}
      isInvalid={error !== undefined}
      allowsEmptyCollection
      menuTrigger="focus"
    >
      <FieldFrame label={label} description={description} error={error}>
        <Group className="input-group">
          <Input className="input" />
          {selected !== undefined && (
            <Button
              slot={null}
              className="combo-button"
              aria-label={clearLabel}
              onPress={() => {
                setText('')
                onSearch('')
                onChange(undefined)
              }}
            >
              <X aria-hidden />
            </Button>
          )}
          <Button className="combo-button">
            <ChevronDown aria-hidden />
          </Button>
        </Group>
      </FieldFrame>
      <Popover className="popover">
        <ListBox className="options" renderEmptyState={() => <p className="options-empty">{emptyText}</p>}>
          {(option: Found & { id: string }) => <FoundItem {...option} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  )
}

function FoundItem({ id, label, second = '' }: Found & { id: string }) {
  return (
    <ListBoxItem id={id} textValue={label} className="option">
      <span className="grow">
        {label}
        {second !== '' && (
          <Text slot="description" className="small muted">
            {' '}
            {second}
          </Text>
        )}
      </span>
      <Check aria-hidden className="option-check" />
    </ListBoxItem>
  )
}
