import './form-error.css'
import { CircleAlert } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'

/** Why a form was not accepted, as a whole; takes the focus when it appears, so that it is heard and seen. */
export function FormError({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    box.current?.focus()
  }, [])

  return (
    <div ref={box} role="alert" tabIndex={-1} className="form-error">
      <CircleAlert aria-hidden />
      <div className="grow">{children}</div>
    </div>
  )
}
