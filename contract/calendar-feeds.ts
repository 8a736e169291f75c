import Type from 'typebox'
import { everybody, signedIn } from './policy.ts'
import { route, Strict } from './route.ts'
import { Instant, Nullable, Uuid, Words } from './values.ts'

/** Calendars show events (VEVENT); lists of tasks in other programs read to-dos (VTODO). */
export const FeedContent = Words('events', 'todos')
export type FeedContent = Type.Static<typeof FeedContent>

/** An address at which a calendar program reads what is to be done in all homes of its owner. The address itself is shown once. */
export const CalendarFeed = Strict({
  id: Uuid,
  content: FeedContent,
  /** The program rings: at the time of day, or at nine in the morning. */
  alarms: Type.Boolean(),
  createdAt: Instant,
  /** To the hour; null: no program has read it yet. */
  lastReadAt: Nullable(Instant)
})
export type CalendarFeed = Type.Static<typeof CalendarFeed>

/** How many one person may have. */
export const mostFeeds = 10

const tag = 'Calendar feeds'

export const listCalendarFeeds = route({
  method: 'GET',
  path: '/api/calendar-feeds',
  tag,
  ...signedIn,
  action: 'account.read',
  resource: 'self',
  summary: 'My calendar feeds, the latest first',
  status: 200,
  reply: Strict({ items: Type.Array(CalendarFeed) }),
  errors: []
})
export const createCalendarFeed = route({
  method: 'POST',
  path: '/api/calendar-feeds',
  tag,
  ...signedIn,
  stepUp: true,
  action: 'account.secure',
  resource: 'self',
  summary:
    'Make an address for a calendar program; whoever knows it reads my tasks, so it is shown once and never again',
  body: Strict({ content: FeedContent, alarms: Type.Boolean() }),
  status: 201,
  reply: Strict({ feed: CalendarFeed, url: Type.String() }),
  secretReply: true,
  errors: ['calendar_feeds_full']
})
export const revokeCalendarFeed = route({
  method: 'DELETE',
  path: '/api/calendar-feeds/:feedId',
  tag,
  ...signedIn,
  action: 'account.edit',
  resource: 'self',
  summary: 'End a calendar feed of mine: its address opens nothing any more',
  params: Strict({ feedId: Uuid }),
  status: 204,
  errors: ['calendar_feed_not_found']
})
export const readCalendarFeed = route({
  method: 'GET',
  path: '/api/calendar/:feedFile',
  tag,
  ...everybody,
  rate: 'feed',
  action: 'feed.read',
  resource: 'none',
  summary: 'The calendar behind a secret address (RFC 5545); a wrong, a revoked and a forgotten one answer alike',
  params: Strict({ feedFile: Type.String({ maxLength: 100 }) }),
  status: 200,
  file: ['text/calendar'],
  tagged: true,
  errors: ['calendar_feed_not_found']
})
