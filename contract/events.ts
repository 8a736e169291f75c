import Type from 'typebox'
import { auditEvents, type AuditEventName } from './audit.ts'
import { signedIn } from './policy.ts'
import { Page, paging, route, Strict } from './route.ts'
import { Country, Instant, Nullable, PlainDate, Uuid, Words } from './values.ts'

const tag = 'Events'

// the keys of the dictionary are its names
const EventName = Words(...(Object.keys(auditEvents) as AuditEventName[]))

/** What an event belongs to: `security` is who got in, or tried; the others are of a residence. */
export const eventKinds = ['security', 'people', 'tasks', 'home'] as const
export const EventKind = Words(...eventKinds)
export type EventKind = (typeof eventKinds)[number]

/** Who did it: you, somebody else, nobody who was signed in, or honeyDue by itself. */
const Doer = Words('you', 'person', 'nobody', 'service')

const event = {
  id: Type.String(),
  at: Instant,
  event: EventName,
  outcome: Words('done', 'refused'),
  by: Doer,
  /** Of another person; null when they are not a member any more. */
  byName: Nullable(Type.String()),
  /** What or whom it is about, when that has a name; `you` has none. */
  about: Nullable(Words('you', 'person', 'task', 'residence')),
  /** Null when it is gone, or they are not a member any more. */
  aboutName: Nullable(Type.String())
}

export const ResidenceEvent = Strict(event)
export type ResidenceEvent = Type.Static<typeof ResidenceEvent>

/** With the device and the country it came from, as far as they are known: of what others did they are not. */
export const OwnEvent = Strict({
  ...event,
  browser: Nullable(Type.String()),
  system: Nullable(Type.String()),
  country: Nullable(Country)
})
export type OwnEvent = Type.Static<typeof OwnEvent>

/** From one day to another, both included, in the zone of the person or of the residence. */
const query = Strict({
  ...paging,
  kind: Type.Optional(EventKind),
  from: Type.Optional(PlainDate),
  to: Type.Optional(PlainDate)
})

export const listMyEvents = route({
  ...signedIn,
  method: 'GET',
  path: '/api/me/events',
  tag,
  action: 'account.secure',
  resource: 'self',
  verified: false,
  summary: 'What you did and what was done to your account, newest first',
  query,
  status: 200,
  reply: Page(OwnEvent),
  errors: ['invalid_cursor']
})

export const listResidenceEvents = route({
  ...signedIn,
  method: 'GET',
  path: '/api/residences/:residenceId/events',
  tag,
  action: 'events.read',
  resource: 'residence',
  summary: 'What was done in a residence, newest first; for its owners',
  params: Strict({ residenceId: Uuid }),
  query,
  status: 200,
  reply: Page(ResidenceEvent),
  errors: ['residence_not_found', 'not_allowed', 'invalid_cursor']
})
