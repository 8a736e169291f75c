import { CalendarClock, CalendarX } from 'lucide-react'
import { Link } from 'react-router'
import type { Document } from '#contract/documents.ts'
import { t } from '../../../messages/i18n.ts'
import { Badge } from '../../../ui/badge.tsx'
import { paths } from '../../paths.ts'
import { endingOf, kindLook } from './paper-words.ts'

/** One line of the list: what it is, what kind, when it ends. */
export function PaperEntry({ document, today }: { document: Document; today: string }) {
  const { id, residenceId, title, details, files } = document
  const { key, Icon } = kindLook[details.kind]
  return (
    <Link className="paper-entry" to={paths.paper(residenceId, id)}>
      <Icon aria-hidden />
      <span className="paper-entry-text">
        <span className="paper-entry-title">{title}</span>
        <span className="row paper-entry-facts">
          <span className="small muted">
            {t(key)}
            {files.length > 0 && ` · ${t('papers.files', { count: files.length })}`}
          </span>
          <EndBadge document={document} today={today} />
        </span>
      </span>
    </Link>
  )
}

/** When it ends, with a mark when that is soon or over. */
export function EndBadge({ document, today }: { document: Pick<Document, 'endsOn'>; today: string }) {
  const ending = endingOf(document, today)
  if (!ending) return null
  const { words, exact, state } = ending
  const shown = <time title={exact}>{words}</time>
  if (state === 'later') return <span className="small muted">{shown}</span>
  return (
    <Badge
      tone={state === 'soon' ? 'due-soon' : 'plain'}
      icon={state === 'soon' ? <CalendarClock aria-hidden /> : <CalendarX aria-hidden />}
    >
      {shown}
    </Badge>
  )
}
