import './choice.css'
import { Check } from 'lucide-react'
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaProps } from 'react-aria-components/Checkbox'
import type { ReactNode } from 'react'

export type CheckboxProps = Omit<AriaProps, 'className' | 'children'> & { children?: ReactNode; className?: string }

export function Checkbox({ children, className = '', ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className={`choice ${className}`}>
      <span className="choice-box">
        <Check aria-hidden />
      </span>
      {children}
    </AriaCheckbox>
  )
}
