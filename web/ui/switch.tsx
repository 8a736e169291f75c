import './choice.css'
import { Switch as AriaSwitch, type SwitchProps as AriaProps } from 'react-aria-components/Switch'
import type { ReactNode } from 'react'

export type SwitchProps = Omit<AriaProps, 'className' | 'children'> & { children: ReactNode; className?: string }

/** On or off at once, without a save button. */
export function Switch({ children, className = '', ...rest }: SwitchProps) {
  return (
    <AriaSwitch {...rest} className={`choice switch ${className}`}>
      {children}
      <span className="switch-track" />
    </AriaSwitch>
  )
}
