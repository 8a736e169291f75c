import './guest.css'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, Hourglass, LinkIcon } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'react-router'
import { getGuestJob, type GuestJob } from '#contract/guests.ts'
import { ApiProblem, q } from '../../../api.ts'
import { actAsGuest } from '../../../guest.ts'
import { formatDate, formatInstant } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Loaded } from '../../loaded.tsx'
import { EntranceFrame } from '../../shell/entrance.tsx'
import { DoneForm } from './done-form.tsx'
import { JobPhotos } from './job-photo.tsx'

/** The one job of a link, for somebody without an account. The secret stays behind `#`, so that the page can be opened again. */
export function GuestPage() {
  const { hash } = useLocation()
  useState(() => actAsGuest(hash.slice(1))) // before the first request
  const query = useQuery({ ...q(getGuestJob, {}), retry: false })
  const isDead = query.error instanceof ApiProblem && query.error.code === 'guest_link_not_accepted'
  return (
    <EntranceFrame>
      <title>{`${query.data?.title ?? t('guest.title')} · ${t('app.name')}`}</title>
      <div className="guest stack">
        {isDead ? (
          <EmptyState icon={<LinkIcon aria-hidden />} title={t('guest.deadTitle')}>
            {t('guest.deadText')}
          </EmptyState>
        ) : (
          <Loaded query={query} skeleton={[8, 14]}>
            {(job) => <Job job={job} />}
          </Loaded>
        )}
      </div>
    </EntranceFrame>
  )
}

function Job({ job }: { job: GuestJob }) {
  return (
    <>
      <JobFacts job={job} />
      {job.state === 'open' && <DoneForm job={job} />}
      {job.state === 'waiting' && (
        <EmptyState icon={<Hourglass aria-hidden />} title={t('guest.waitingTitle')}>
          {t('guest.waitingText')}
        </EmptyState>
      )}
      {job.state === 'accepted' && (
        <EmptyState icon={<CircleCheck aria-hidden />} title={t('guest.acceptedTitle')}>
          {t('guest.acceptedText')}
        </EmptyState>
      )}
    </>
  )
}

function JobFacts({ job }: { job: GuestJob }) {
  const { title, notes, checklist, address, dueOn, photos, expiresAt } = job
  return (
    <Card aria-labelledby="page-title">
      <h1 id="page-title" tabIndex={-1}>
        {title}
      </h1>
      <div className="stack-small">
        {dueOn !== null && <p className="figures">{t('guest.dueOn', { date: formatDate(dueOn, 'long') })}</p>}
        {address.length > 0 && (
          <address className="guest-address">
            {address.map((line) => (
              <p key={line}>{line}</p>
            ))}
          </address>
        )}
        {notes !== null && <p className="guest-notes">{notes}</p>}
        {checklist.length > 0 && (
          <ul className="guest-list">
            {checklist.map(({ id, title: item }) => (
              <li key={id}>{item}</li>
            ))}
          </ul>
        )}
        <JobPhotos photos={photos} />
        <p className="small muted">{t('guest.until', { date: formatInstant(expiresAt) })}</p>
      </div>
    </Card>
  )
}
