import './waiting-marks.css'
import { CircleCheck, Undo } from 'lucide-react'
import { formatMoment } from '../../messages/formats.ts'
import { t } from '../../messages/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { takeBack } from './show-waits.ts'
import type { Waiting } from './waiting.ts'

/** On a card: done here, not yet known to the others. */
export function WaitingBadge() {
  return (
    <Badge tone="completed" icon={<CircleCheck aria-hidden />}>
      {t('waiting.mark')}
    </Badge>
  )
}

export function TakeBack({ waiting }: { waiting: Waiting }) {
  return (
    <IconButton label={t('waiting.undo', { title: waiting.task.title })} onPress={() => void takeBack(waiting)}>
      <Undo aria-hidden />
    </IconButton>
  )
}

/** In the task's sheet: since when it waits, and back. */
export function WaitingNote({ waiting }: { waiting: Waiting | undefined }) {
  if (waiting === undefined) return null
  return (
    <div className="waiting-note spread">
      <p className="row">
        <WaitingBadge />
        <span className="small muted">{t('waiting.doneAt', { when: formatMoment(waiting.madeAtMs) })}</span>
      </p>
      <Button onPress={() => void takeBack(waiting)}>{t('action.undo')}</Button>
    </div>
  )
}
