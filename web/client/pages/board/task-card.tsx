import './task-card.css'
import { Banknote, Check, CircleCheck, Flag, ListChecks, Repeat } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import type { Card } from '#contract/board.ts'
import { formatDate, formatDateNear, formatMoney } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Badge } from '../../../ui/badge.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { TakeBack, WaitingBadge } from '../../offline/waiting-marks.tsx'
import { useWaitingFor } from '../../offline/waiting.ts'
import { searchWithTask } from '../../paths.ts'
import { columnLook } from '../task/column-look.ts'
import { DueTime } from '../task/due-time.tsx'
import { priorityKey } from '../task/words.ts'
import { CardMenu } from './card-menu.tsx'
import type { CardMenuProps } from './open-card-menu.tsx'
import { cardLinkId, type CardDrag } from './use-card-drag.ts'

export type TaskCardProps = CardMenuProps & {
  today: string
  assignee: string | undefined
  drag: CardDrag | undefined
}

/** One task on the board: its title opens it, the tick completes it, the dots hold every move. */
export function TaskCard({ card, today, assignee, drag, ...menu }: TaskCardProps) {
  const [search] = useSearchParams()
  return (
    <article
      className={`task-card task-card-${columnLook[card.column].tone} ${drag?.held === card.id ? 'task-card-held' : ''}`}
      {...drag?.pointer(card)}
    >
      <Link
        id={cardLinkId(card.id)}
        className="task-card-link"
        to={{ search: searchWithTask(search, card.id) }}
        draggable={false}
        {...(drag && menu.targets.length > 0 ? { 'aria-describedby': 'drag-help' } : {})}
        {...drag?.keys(card)}
      >
        <span className="task-card-title">{card.title}</span>
        <span className="task-card-when-row">
          <When card={card} today={today} />
          {card.recurring && <Mark icon={<Repeat aria-hidden />} text="" words={t('board.repeats')} />}
        </span>
      </Link>
      <Marks card={card} />
      <div className="task-card-foot">
        {assignee === undefined ? <span /> : <Avatar name={assignee} />}
        <Acts card={card} {...menu} />
      </div>
    </article>
  )
}

function Acts({ card, ...menu }: CardMenuProps) {
  const waiting = useWaitingFor(card.id)
  if (waiting !== undefined) return <TakeBack waiting={waiting} />
  return (
    <span className="task-card-acts">
      {menu.targets.includes('completed_tasks') && (
        <DoneButton title={card.title} onDone={() => menu.onMove(card, 'completed_tasks')} />
      )}
      <CardMenu card={card} {...menu} />
    </span>
  )
}

function DoneButton({ title, onDone }: { title: string; onDone: () => void }) {
  return (
    <IconButton className="task-card-done" label={t('today.markDone', { title })} onPress={onDone}>
      <Check aria-hidden />
    </IconButton>
  )
}

function When({ card, today }: { card: Card; today: string }) {
  const waiting = useWaitingFor(card.id)
  if (waiting !== undefined) return <WaitingBadge />
  if (card.column === 'completed_tasks')
    return card.lastCompletedOn === null ? null : (
      <time className="task-card-when" dateTime={card.lastCompletedOn} title={formatDate(card.lastCompletedOn, 'long')}>
        <CircleCheck aria-hidden />
        {t('board.lastDone', { date: formatDateNear(card.lastCompletedOn, today) })}
      </time>
    )
  if (card.dueOn === null) return <span className="task-card-when task-card-dateless">{t('board.noDate')}</span>
  return <DueTime className="task-card-when" dueOn={card.dueOn} today={today} timeOfDay={card.timeOfDay} />
}

function Marks({ card }: { card: Card }) {
  const { priority, estimatedCost, checklistTotal } = card
  if (priority !== 'high' && priority !== 'urgent' && estimatedCost === null && checklistTotal === 0) return null
  return (
    <span className="task-card-marks">
      {(priority === 'high' || priority === 'urgent') && (
        <Badge tone={priority === 'urgent' ? 'overdue' : 'due-soon'} icon={<Flag aria-hidden />}>
          {t(priorityKey[priority])}
        </Badge>
      )}
      {card.checklistTotal > 0 && (
        <Mark
          icon={<ListChecks aria-hidden />}
          text={t('board.checklistShort', { done: card.checklistDone, total: card.checklistTotal })}
          words={t('board.checklist', { done: card.checklistDone, total: card.checklistTotal })}
        />
      )}
      {estimatedCost !== null && (
        <Mark
          icon={<Banknote aria-hidden />}
          text={formatMoney(estimatedCost)}
          words={t('board.estimate', { cost: formatMoney(estimatedCost) })}
        />
      )}
    </span>
  )
}

/** A small sign; what it means is read out and shown on hover. */
function Mark({ icon, text, words }: { icon: ReactNode; text: string; words: string }) {
  return (
    <span className="task-card-mark figures" title={words}>
      {icon}
      <span aria-hidden>{text}</span>
      <span className="visually-hidden">{words}</span>
    </span>
  )
}
