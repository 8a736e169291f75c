import { Check, CircleDashed, Hourglass, ListChecks, TriangleAlert } from 'lucide-react'
import { Link, useSearchParams } from 'react-router'
import type { Card } from '#contract/board.ts'
import { dueWords, formatDate, formatTime } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Badge } from '../../../ui/badge.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { TakeBack, WaitingBadge } from '../../offline/waiting-marks.tsx'
import { useWaitingFor } from '../../offline/waiting.ts'
import { searchWithTask } from '../../paths.ts'

export type TodayCardProps = {
  card: Card
  /** The date it is in the card's residence. */
  today: string
  /** Named when one is part of several homes. */
  homeName?: string
  /** Absent when one's role does not allow it. */
  onComplete?: () => void
}

/** One line of Today: done with one tap, the details behind its title. */
export function TodayCard({ card, today, homeName, onComplete }: TodayCardProps) {
  const [search] = useSearchParams()
  const waiting = useWaitingFor(card.id)
  return (
    <article className="today-card">
      {waiting !== undefined && <TakeBack waiting={waiting} />}
      {waiting === undefined && onComplete !== undefined && (
        <IconButton className="today-done" label={t('today.markDone', { title: card.title })} onPress={onComplete}>
          <Check aria-hidden />
        </IconButton>
      )}
      <Link className="today-link grow" to={{ search: searchWithTask(search, card.id) }}>
        <span className="today-title">{card.title}</span>
        <span className="today-second">
          {waiting !== undefined && <WaitingBadge />}
          {waiting === undefined && card.dueOn !== null && <DueBadge card={card} dueOn={card.dueOn} today={today} />}
          {card.column === 'in_progress_tasks' && (
            <Badge tone="in-progress" icon={<CircleDashed aria-hidden />}>
              {t('today.inProgress')}
            </Badge>
          )}
          {card.checklistTotal > 0 && (
            <Badge icon={<ListChecks aria-hidden />}>
              {t('today.checklist', { done: card.checklistDone, total: card.checklistTotal })}
            </Badge>
          )}
          {homeName !== undefined && <span className="small muted">{homeName}</span>}
        </span>
      </Link>
    </article>
  )
}

function DueBadge({ card, dueOn, today }: { card: Card; dueOn: string; today: string }) {
  const late = dueOn < today
  const Icon = late ? TriangleAlert : Hourglass
  return (
    <Badge tone={late ? 'overdue' : 'due-soon'} icon={<Icon aria-hidden />}>
      <time dateTime={dueOn} title={formatDate(dueOn, 'long')}>
        {dueWords(dueOn, today)}
      </time>
      {card.timeOfDay !== null && !late && ` ${formatTime(card.timeOfDay)}`}
    </Badge>
  )
}
