import './chips.css'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup'
import { useId } from 'react'

export type ChipsProps<V extends string | number> = {
  label: string
  description?: string | undefined
  error?: string | undefined
  options: readonly { value: V; label: string }[]
  value: readonly V[]
  onChange: (value: V[]) => void
}

/** Any number of short choices; each is on or off. */
export function Chips<V extends string | number>(props: ChipsProps<V>) {
  const { label, description, error, options, value, onChange } = props
  const id = useId()
  const second = error ?? description

  return (
    <div className="field">
      <Label className="field-label" id={id} elementType="span">
        {label}
      </Label>
      <ToggleButtonGroup
        aria-labelledby={id}
        {...(second === undefined ? {} : { 'aria-describedby': `${id}-second` })}
        className="chips"
        selectionMode="multiple"
        selectedKeys={value}
        onSelectionChange={(keys) =>
          onChange(options.flatMap((option) => (keys.has(option.value) ? [option.value] : [])))
        }
      >
        {options.map((option) => (
          <ToggleButton key={option.value} id={option.value} className="chip">
            {option.label}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {second !== undefined && (
        <Text id={`${id}-second`} className={error === undefined ? 'field-description' : 'field-error'}>
          {second}
        </Text>
      )}
    </div>
  )
}
