import './event-list.css'
import { CircleSlash, Dot } from 'lucide-react'
import type { OwnEvent, ResidenceEvent } from '#contract/events.ts'
import { formatInstant } from '../messages/formats.ts'
import { t } from '../messages/i18n.ts'
import { placeWords } from './device-words.ts'
import { MoreButton } from './more-button.tsx'
import type { usePages } from './use-pages.ts'

type Shown = ResidenceEvent & Partial<OwnEvent>

/** What happened, newest first: what it was, who did it, from where and when; more with a press. */
export function EventList({
  events,
  query,
  empty
}: {
  events: readonly Shown[]
  query: Pick<ReturnType<typeof usePages>, 'hasNextPage' | 'isFetchingNextPage' | 'fetchNextPage'>
  empty: string
}) {
  if (events.length === 0) return <p className="muted">{empty}</p>
  return (
    <>
      <ol className="list-plain">
        {events.map((event) => (
          <li key={event.id} className="event">
            {event.outcome === 'refused' ? <CircleSlash className="event-refused" aria-hidden /> : <Dot aria-hidden />}
            <div className="grow">
              <p className="event-what">{whatWords(event)}</p>
              <p className="small muted">{factWords(event).join(' · ')}</p>
            </div>
          </li>
        ))}
      </ol>
      <MoreButton query={query} className="event-more" />
    </>
  )
}

/** Of a home it is clear which, and of what one did oneself to whom. */
function whatWords({ event, by, about, aboutName }: Shown): string {
  const what = t(`event.${event}`)
  if (about === null || about === 'residence' || (about === 'you' && by !== 'person')) return what
  return `${what}: ${aboutWords(about, aboutName)}`
}

function aboutWords(about: 'you' | 'person' | 'task', name: string | null): string {
  if (about === 'you') return t('events.by.you')
  return name ?? t(about === 'person' ? 'events.formerMember' : 'events.gone')
}

function factWords(event: Shown): string[] {
  const refused = event.outcome === 'refused' ? [t('events.refused')] : []
  return [...refused, ...doerWords(event), ...originWords(event), formatInstant(event.at)]
}

/** Nothing for signing in: whoever does it was not signed in before. */
function doerWords({ outcome, by, byName }: Shown): string[] {
  if (by === 'nobody' && outcome === 'done') return []
  return [by === 'person' ? (byName ?? t('events.formerMember')) : t(`events.by.${by}`)]
}

function originWords({ browser = null, system = null, country = null }: Shown): string[] {
  const isKnown = browser !== null || system !== null || country !== null
  return isKnown ? [placeWords({ browser, system, country })] : []
}
