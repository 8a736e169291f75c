import './card.css'
import type { ComponentPropsWithRef } from 'react'

/** A surface on the page. */
export function Card({ className = '', ...rest }: ComponentPropsWithRef<'section'>) {
  return <section {...rest} className={`card ${className}`} />
}
