import { Plus, X } from 'lucide-react'
import { useRef } from 'react'
import { t } from '../../../../messages/i18n.ts'
import { Button, IconButton } from '../../../../ui/button.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import type { ChecklistLine } from './task-draft.ts'

const most = 100

export type ChecklistEditorProps = { lines: readonly ChecklistLine[]; onChange: (lines: ChecklistLine[]) => void }

/** Lines of a checklist; Enter starts the next one. */
export function ChecklistEditor({ lines, onChange }: ChecklistEditorProps) {
  const list = useRef<HTMLUListElement>(null)
  const made = useRef(0)
  function insertAfter(index: number): void {
    made.current += 1
    const line = { key: `new ${made.current}`, title: '' }
    onChange([...lines.slice(0, index + 1), line, ...lines.slice(index + 1)])
    requestAnimationFrame(() => list.current?.querySelectorAll('input')[index + 1]?.focus())
  }

  return (
    <fieldset className="stack-small">
      <legend className="visually-hidden">{t('task.checklist')}</legend>
      <ul className="stack-small" ref={list}>
        {lines.map((line, index) => (
          <li key={line.key} className="checklist-line">
            <TextField
              className="grow"
              aria-label={t('taskForm.checklistLine', { number: index + 1 })}
              label=""
              maxLength={200}
              value={line.title}
              onChange={(title) => onChange(lines.map((each) => (each === line ? { ...line, title } : each)))}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || lines.length >= most) return
                event.preventDefault()
                insertAfter(index)
              }}
            />
            <IconButton
              label={t('taskForm.checklistRemove', { number: index + 1 })}
              onPress={() => onChange(lines.filter((each) => each !== line))}
            >
              <X aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      {lines.length < most && (
        <Button variant="quiet" className="checklist-add" onPress={() => insertAfter(lines.length - 1)}>
          <Plus aria-hidden />
          {t('taskForm.checklistAdd')}
        </Button>
      )}
    </fieldset>
  )
}
