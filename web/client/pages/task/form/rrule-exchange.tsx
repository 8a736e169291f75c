import { useState } from 'react'
import { previewSchedule } from '#contract/schedule.ts'
import { useMutation } from '@tanstack/react-query'
import { ApiProblem, call } from '../../../../api.ts'
import { t } from '../../../../messages/i18n.ts'
import { Button } from '../../../../ui/button.tsx'
import { TextArea } from '../../../../ui/text-field.tsx'
import { showToast } from '../../../../ui/toast.ts'
import { scheduleDraft, scheduleOf, type ScheduleDraft } from './schedule-draft.ts'
import { scheduleProblemText } from './schedule-problem.ts'
import { usePreview } from './use-preview.ts'

export type RruleExchangeProps = {
  draft: ScheduleDraft
  startOn: string
  onImported: (draft: ScheduleDraft) => void
  /** The rule's own first date. */
  onStart: (date: string) => void
}

/** The rhythm as other calendars write it: taken in, and handed out. */
export function RruleExchange({ draft, startOn, onImported, onStart }: RruleExchangeProps) {
  const [text, setText] = useState('')
  const { rrule } = usePreview(scheduleOf(draft), startOn)
  const importing = useMutation({
    mutationFn: () => call(previewSchedule, { body: { rrule: text.trim(), startOn, count: 1 } }),
    onSuccess: ({ schedule, dates: [first] }) => {
      onImported(scheduleDraft(schedule, first ?? null, first ?? null))
      if (first !== undefined) onStart(first)
      showToast({ text: t('rrule.imported') })
    }
  })
  const problem = importing.error instanceof ApiProblem ? importing.error : undefined

  return (
    <>
      <TextArea
        label={t('rrule.import')}
        description={t('rrule.importText')}
        rows={2}
        value={text}
        onChange={(value) => {
          setText(value)
          importing.reset()
        }}
        error={problem && scheduleProblemText(problem)}
        spellCheck="false"
        autoComplete="off"
      />
      <Button onPress={() => importing.mutate()} isDisabled={text.trim() === ''} isPending={importing.isPending}>
        {t('rrule.importSubmit')}
      </Button>
      <div className="stack-small">
        <p className="field-label">{t('rrule.export')}</p>
        {typeof rrule === 'string' ? (
          <>
            <code className="rrule-text">{rrule}</code>
            <Button onPress={() => void copy(rrule)}>{t('action.copy')}</Button>
          </>
        ) : (
          <p className="muted small">{t('rrule.none')}</p>
        )}
      </div>
    </>
  )
}

/** The clipboard may be forbidden; the text stands there to be marked by hand. */
async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    showToast({ text: t('action.copied') })
  } catch {
    showToast({ text: t('rrule.copyByHand'), tone: 'problem' })
  }
}
