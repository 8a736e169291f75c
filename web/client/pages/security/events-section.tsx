import { listMyEvents, type OwnEvent } from '#contract/events.ts'
import { call } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { EventList } from '../../event-list.tsx'
import { Loaded } from '../../loaded.tsx'
import { usePages } from '../../use-pages.ts'

/** Who got in as oneself, or tried to, and what changed about that. */
export function EventsSection() {
  const query = usePages<OwnEvent>({
    key: [listMyEvents.path, 'security'],
    read: (cursor, signal) =>
      call(
        listMyEvents,
        { query: { kind: 'security', limit: 10, ...(cursor === undefined ? {} : { cursor }) } },
        signal
      )
  })
  return (
    <Card aria-labelledby="events" className="card-stack">
      <h2 id="events">{t('events.title')}</h2>
      <p className="muted">{t('events.hint')}</p>
      <Loaded query={query} skeleton={[2.5, 2.5, 2.5, 2.5]}>
        {(events) => <EventList events={events} query={query} empty={t('events.none')} />}
      </Loaded>
    </Card>
  )
}
