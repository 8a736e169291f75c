import { useQuery } from '@tanstack/react-query'
import { Bell, BellOff, BellRing, TriangleAlert, type LucideIcon } from 'lucide-react'
import { Link } from 'react-router'
import { listReminders, type Reminder } from '#contract/documents.ts'
import { q } from '../../../api.ts'
import { formatDate } from '../../../messages/formats.ts'
import { t, type PlainKey } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { paths } from '../../paths.ts'
import { useMe } from '../../session.ts'

const looks = {
  sent: { key: 'paper.reminder.sent', Icon: BellRing },
  failed: { key: 'paper.reminder.failed', Icon: TriangleAlert },
  past: { key: 'paper.reminder.past', Icon: BellOff },
  planned: { key: 'paper.reminder.planned', Icon: Bell }
} as const satisfies Record<string, { key: PlainKey; Icon: LucideIcon }>

function lookOf({ sentAt, failedAt, on }: Reminder, today: string) {
  if (sentAt !== null) return looks.sent
  if (failedAt !== null) return looks.failed
  return on < today ? looks.past : looks.planned
}

/** When the reader is told by mail that the paper ends, and whether that was done. */
export function PaperReminders({ documentId, today }: { documentId: string; today: string }) {
  const { reminderHour } = useMe()
  const { data } = useQuery(q(listReminders, { params: { documentId } }))
  if (data === undefined || data.items.length === 0) return null
  return (
    <Card aria-labelledby="paper-reminders">
      <h2 id="paper-reminders" className="paper-heading">
        {t('paper.reminders')}
      </h2>
      <ul className="stack-small">
        {data.items.map((reminder) => {
          const { key, Icon } = lookOf(reminder, today)
          return (
            <li key={reminder.daysBefore} className="row paper-kind">
              <Icon aria-hidden />
              <time dateTime={reminder.on}>{formatDate(reminder.on)}</time>
              <span className="muted">{t(key)}</span>
            </li>
          )
        })}
      </ul>
      {reminderHour === null && (
        <p className="small">
          {t('paper.reminder.off')} <Link to={paths.settings()}>{t('paper.reminder.toSettings')}</Link>
        </p>
      )}
    </Card>
  )
}
