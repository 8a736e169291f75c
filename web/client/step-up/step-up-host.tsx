import { useEffect, useState, type ComponentType } from 'react'
import { ApiProblem } from '../../api.ts'
import { askWith } from '../../step-up.ts'
import type { StepUpDialogProps } from './step-up-dialog.tsx'
import { later } from '../later.ts'

type Question = { Dialog: ComponentType<StepUpDialogProps>; answer: (proved: boolean) => void }

/** Asks who it is when a request needs it, over whatever is on screen; nothing below is touched. */
export function StepUpHost() {
  const [question, setQuestion] = useState<Question>()
  useEffect(
    () =>
      askWith(async () => {
        const { StepUpDialog } = await later(import('./step-up-dialog.tsx')).catch(offline)
        return new Promise((answer) => setQuestion({ Dialog: StepUpDialog, answer }))
      }),
    []
  )
  if (question === undefined) return null
  return (
    <question.Dialog
      onEnd={(proved) => {
        setQuestion(undefined)
        question.answer(proved)
      }}
    />
  )
}

function offline(): never {
  throw new ApiProblem('offline')
}
