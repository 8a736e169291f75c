import './button.css'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import { Link, type LinkProps } from 'react-router'

type Look = {
  /** `primary` is the one thing to do on a screen; `quiet` has no box; `danger` removes something. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  size?: 'medium' | 'large'
}

export type ButtonProps = Omit<AriaButtonProps, 'className'> & Look & { className?: string }

export function Button({ variant = 'secondary', size = 'medium', className = '', ...rest }: ButtonProps) {
  return <AriaButton {...rest} className={`button button-${variant} button-${size} ${className}`} />
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
