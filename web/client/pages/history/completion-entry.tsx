import './completion-entry.css'
import { CircleCheck, Eye, FileText, ImagePlus, SkipForward, Undo, type LucideIcon } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Link } from 'react-router'
import type { Completion } from '#contract/completions.ts'
import { formatDate, formatMinutes, formatMoney } from '../../../messages/formats.ts'
import { t, type PlainKey } from '../../../messages/i18n.ts'
import { Badge, type BadgeTone } from '../../../ui/badge.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { later } from '../../later.ts'
import { photoAddress } from '../../photos/photo-address.ts'
import { amountWords } from '../meters/unit-words.ts'
import { PhotoStrip } from '../../photos/photo-strip.tsx'

const EditPhotos = lazy(async () => ({ default: (await later(import('./edit-photos.tsx'))).EditPhotos }))

type Look = { key: PlainKey; tone: BadgeTone; Icon: LucideIcon }
export const kindLook: Record<Completion['kind'], Look> = {
  done: { key: 'history.done', tone: 'completed', Icon: CircleCheck },
  inspected: { key: 'history.inspected', tone: 'upcoming', Icon: Eye },
  skipped: { key: 'history.skipped', tone: 'plain', Icon: SkipForward }
}

export type CompletionEntryProps = {
  completion: Completion
  /** Search part that opens the task; given where entries of several tasks stand together. */
  taskSearch?: string
  /** Shows the day also beside entries of other tasks: where they do not stand below it. */
  isDated?: boolean
  /** Given for the latest of its task, when one may undo it. */
  onUndo?: () => void
  /** Given to whoever may change its photos. */
  residenceId?: string | undefined
}

/** One line of the history: what, when, by whom, and what it took. */
export function CompletionEntry({ completion, taskSearch, isDated, onUndo, residenceId }: CompletionEntryProps) {
  const { kind, completedOn, notes, photos } = completion
  const { key, tone, Icon } = kindLook[kind]
  const about = `${completion.taskTitle}, ${formatDate(completedOn, 'numeric')}`
  return (
    <article className="entry">
      <div className="entry-text">
        {taskSearch !== undefined && (
          <Link className="entry-title" to={{ search: taskSearch }}>
            {completion.taskTitle}
          </Link>
        )}
        <p className="row entry-state">
          <Badge tone={tone} icon={<Icon aria-hidden />}>
            {t(key)}
          </Badge>
          {(taskSearch === undefined || isDated) && (
            <time dateTime={completedOn} title={formatDate(completedOn, 'long')}>
              {formatDate(completedOn, 'numeric')}
            </time>
          )}
        </p>
        <p className="small muted figures">{factsOf(completion).join(' · ')}</p>
        {notes !== null && <p className="entry-notes">{notes}</p>}
        {completion.invoice !== null && <InvoiceLink invoice={completion.invoice} />}
        <PhotoStrip photos={photos} about={about} mayCaption={residenceId !== undefined} />
      </div>
      {residenceId !== undefined && <ChangePhotos completion={completion} residenceId={residenceId} about={about} />}
      {onUndo !== undefined && (
        <IconButton label={t('history.undo', { title: completion.taskTitle })} onPress={onUndo}>
          <Undo aria-hidden />
        </IconButton>
      )}
    </article>
  )
}

/** What somebody charged for it, to save; it is a paper of the home, too. */
function InvoiceLink({ invoice: { file } }: { invoice: NonNullable<Completion['invoice']> }) {
  if (file === null) return null
  return (
    <a className="button button-quiet button-medium entry-invoice" href={photoAddress(file.id, 'full')} download>
      <FileText aria-hidden />
      {t('history.invoice')}
    </a>
  )
}

function factsOf(completion: Completion): string[] {
  const { completedBy, contractor, rating, minutes, cost, meterReading, dueOn, completedOn } = completion
  return [
    completedBy === null ? t('history.byFormer') : t('history.by', { name: completedBy.displayName }),
    ...(contractor === null ? [] : [contractor.name]),
    ...(rating === null ? [] : [t('contractors.stars', { count: rating })]),
    ...(minutes === null ? [] : [formatMinutes(minutes)]),
    ...(cost === null ? [] : [formatMoney(cost)]),
    ...(meterReading === null ? [] : [amountWords(meterReading.value, meterReading.unit)]),
    ...(dueOn === null || dueOn === completedOn ? [] : [t('history.wasDue', { date: formatDate(dueOn, 'short') })])
  ]
}

function ChangePhotos(props: { completion: Completion; residenceId: string; about: string }) {
  const [isOpen, setOpen] = useState(false)
  const label = t(props.completion.photos.length === 0 ? 'photo.editAdd' : 'photo.edit', { about: props.about })
  return (
    <>
      <IconButton label={label} onPress={() => setOpen(true)}>
        <ImagePlus aria-hidden />
      </IconButton>
      {isOpen && (
        <Suspense>
          <EditPhotos {...props} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
