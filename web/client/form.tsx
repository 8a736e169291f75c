import type { ReactNode } from 'react'
import type { ApiProblem } from '../api.ts'
import { t } from '../messages/i18n.ts'
import { Button } from '../ui/button.tsx'
import { FormError } from '../ui/form-error.tsx'
import { problemText } from './problem-text.ts'

export type FormProps = {
  /** Called when every required field is filled. */
  onSubmit: () => void
  check: () => boolean
  sending: { isPending: boolean; problem: ApiProblem | null }
  submitLabel: string
  children: ReactNode
  /** Other buttons beside the one that sends. */
  actions?: ReactNode
  /** Names the form, for buttons that stand outside it. */
  id?: string
}

/** Fields, what was refused as a whole, and one button that sends. */
export function Form({ onSubmit, check, sending, submitLabel, children, actions, id }: FormProps) {
  const { isPending, problem } = sending
  return (
    <form
      className="stack"
      noValidate
      {...(id === undefined ? {} : { id })}
      onSubmit={(event) => {
        event.preventDefault()
        if (isPending) return
        if (check()) onSubmit()
        else focusFirstInvalid(event.currentTarget)
      }}
    >
      {problem !== null && !isPending && <FormError>{summaryOf(problem)}</FormError>}
      {children}
      <div className="form-actions">
        <Button type="submit" variant="primary" size="large" isPending={isPending}>
          {submitLabel}
        </Button>
        {actions}
      </div>
    </form>
  )
}

/** The sentence of a refused form; a lost or failed request also tells its id. */
function summaryOf(problem: ApiProblem): ReactNode {
  const text =
    problem.code === 'invalid_input' && problem.fields.length > 0 ? t('form.checkFields') : problemText(problem)
  if (problem.status < 500 || problem.requestId === undefined) return text
  return (
    <>
      <p>{text}</p>
      <p className="small muted">{t('state.requestId', { id: problem.requestId })}</p>
    </>
  )
}

/** Waits for the marks to be drawn, then goes to the first field that has one. */
function focusFirstInvalid(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
