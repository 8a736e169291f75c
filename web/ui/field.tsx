import './field.css'
import { FieldError as AriaFieldError } from 'react-aria-components/FieldError'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import type { ReactNode } from 'react'

/** What every field has besides its control. `error` is a ready sentence and makes the field invalid. */
export type FieldText = { label: string; description?: string | undefined; error?: string | undefined }

/** Label above, control, then the description or the error: the same frame for every kind of field. */
export function FieldFrame({ label, description, error, children }: FieldText & { children: ReactNode }) {
  return (
    <>
      <Label className="field-label">{label}</Label>
      {children}
      {description !== undefined && error === undefined && (
        <Text slot="description" className="field-description">
          {description}
        </Text>
      )}
      <AriaFieldError className="field-error">{error}</AriaFieldError>
    </>
  )
}
