import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams } from 'react-router'
import { listResidenceEvents, type EventKind, type ResidenceEvent } from '#contract/events.ts'
import { getResidence } from '#contract/residences.ts'
import { call, q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { DateField } from '../../../ui/date-field.tsx'
import { Select } from '../../../ui/select.tsx'
import { EventList } from '../../event-list.tsx'
import { Loaded } from '../../loaded.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { usePages } from '../../use-pages.ts'

type Filters = { kind?: EventKind; from?: string; to?: string }

const kinds = ['all', 'people', 'tasks', 'home', 'security'] as const

/** What was done in a home and by whom; for its owners, others are told that it is not open to them. */
export function HomeEventsPage() {
  const { residenceId = '' } = useParams()
  const home = useQuery(q(getResidence, { params: { residenceId } }))
  return (
    <Page
      title={t('events.homeTitle')}
      back={paths.homeSettings(residenceId)}
      content={<HomeEvents key={residenceId} residenceId={residenceId} />}
    >
      {home.data && t('events.homeHint', { name: home.data.name })}
    </Page>
  )
}

function HomeEvents({ residenceId }: { residenceId: string }) {
  const [filters, setFilters] = useState<Filters>({})
  const params = { residenceId }
  const query = usePages<ResidenceEvent>({
    key: [listResidenceEvents.path, params, filters],
    read: (cursor, signal) =>
      call(
        listResidenceEvents,
        { params, query: { ...filters, limit: 30, ...(cursor === undefined ? {} : { cursor }) } },
        signal
      )
  })
  const isFiltered = Object.keys(filters).length > 0
  return (
    <Loaded query={query} skeleton={[4, 2.5, 2.5, 2.5, 2.5]}>
      {(events) => (
        <Card className="card-stack">
          {(events.length > 0 || isFiltered) && <EventFilters filters={filters} onChange={setFilters} />}
          <EventList events={events} query={query} empty={t(isFiltered ? 'events.noneFiltered' : 'events.none')} />
        </Card>
      )}
    </Loaded>
  )
}

type FiltersProps = { filters: Filters; onChange: (filters: Filters) => void }

function EventFilters({ filters, onChange }: FiltersProps) {
  const { kind, from, to } = filters
  return (
    <div className="event-filters">
      <Select
        label={t('events.kind')}
        options={kinds.map((value) => ({ value, label: t(`events.kind.${value}`) }))}
        value={kind ?? 'all'}
        onChange={(next) => onChange(chosen({ ...filters, kind: next === 'all' ? undefined : next }))}
      />
      <DateField
        label={t('history.from')}
        max={to}
        value={from ?? null}
        onChange={(date) => onChange(chosen({ ...filters, from: date ?? undefined }))}
        clearLabel={t('date.clear')}
      />
      <DateField
        label={t('history.to')}
        min={from}
        value={to ?? null}
        onChange={(date) => onChange(chosen({ ...filters, to: date ?? undefined }))}
        clearLabel={t('date.clear')}
      />
    </div>
  )
}

/** Only what is chosen stands in the query. */
function chosen({ kind, from, to }: { [K in keyof Filters]: Filters[K] | undefined }): Filters {
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to })
  }
}
