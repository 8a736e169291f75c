import './button.css'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import { Link, type LinkProps } from 'react-router'

type Look = {
  /** `primary` is the one thing to do on a screen; `quiet` has no box; `danger` removes something. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  size?: 'medium' | 'large'
}

export type ButtonProps = Omit<AriaButtonProps, 'className'> & Look & { className?: string }

/** While `isPending` it keeps the focus and does nothing. (React Aria's own pending state announces a label that is gone by then.) */
export function Button({ isPending = false, onPress, ...props }: ButtonProps) {
  const { variant = 'secondary', size = 'medium', className = '', ...rest } = props
  const state = isPending ? { 'aria-disabled': true } : onPress && { onPress }
  return <AriaButton {...rest} {...state} className={`button button-${variant} button-${size} ${className}`} />
}

/** A link that looks like a button: it goes somewhere, so it stays a link for the keyboard and for a new tab. */
export function LinkButton({
  variant = 'secondary',
  size = 'medium',
  className = '',
  ...rest
}: Omit<LinkProps, 'className'> & Look & { className?: string }) {
  return <Link {...rest} className={`button button-${variant} button-${size} ${className}`} />
}

export type IconButtonProps = Omit<AriaButtonProps, 'className' | 'aria-label'> & { label: string; className?: string }

/** A square button whose only content is an icon; the label is what a screen reader says. */
export function IconButton({ label, className = '', ...rest }: IconButtonProps) {
  return <AriaButton {...rest} aria-label={label} className={`button button-quiet button-icon ${className}`} />
}
