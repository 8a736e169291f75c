import './choice.css'
import { Radio, RadioGroup as AriaRadioGroup } from 'react-aria-components/RadioGroup'
import { FieldFrame, type FieldText } from './field.tsx'

type ChoiceProps<V extends string> = FieldText & {
  options: readonly { value: V; label: string; description?: string; disabled?: boolean }[]
  value: V | undefined
  onChange: (value: V) => void
  isDisabled?: boolean
  className?: string
}

/** A list of choices, one below the other, each with room for a second line. */
export function RadioGroup<V extends string>(props: ChoiceProps<V>) {
  return <Choices {...props} look="radio-list" />
}

/** Two to four short choices side by side. */
export function SegmentedControl<V extends string>(props: ChoiceProps<V>) {
  return <Choices {...props} look="segments" />
}

function Choices<V extends string>({ look, ...props }: ChoiceProps<V> & { look: 'radio-list' | 'segments' }) {
  const { label, description, error, options, value, onChange, className = '', ...rest } = props

  return (
    <AriaRadioGroup
      {...rest}
      className={`field ${className}`}
      value={value ?? null}
      onChange={(key) => {
        const chosen = options.find((option) => option.value === key)
        if (chosen) onChange(chosen.value)
      }}
      isInvalid={error !== undefined}
    >
      <FieldFrame label={label} description={description} error={error}>
        <div className={look}>
          {options.map((option) => (
            <Radio
              key={option.value}
              value={option.value}
              className={look === 'segments' ? 'segment' : 'choice'}
              isDisabled={option.disabled ?? false}
            >
              {look === 'radio-list' && <span className="choice-dot" />}
              <span>
                {option.label}
                {option.description !== undefined && <span className="choice-second">{option.description}</span>}
              </span>
            </Radio>
          ))}
        </div>
      </FieldFrame>
    </AriaRadioGroup>
  )
}
