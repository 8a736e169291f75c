import { auditEvents, type AuditEventName } from '#contract/audit.ts'
import type { EventKind, ResidenceEvent } from '#contract/events.ts'

/** An event with the names that whoever reads it may see: of present members of the residence, and of what is still there. */
export type KnownEvent = {
  id: string
  at: string
  event: AuditEventName
  outcome: 'done' | 'refused'
  actorKind: 'user' | 'anonymous' | 'job' | 'operator'
  actorId: string | null
  subjectId: string | null
  personId: string | null
  actorName: string | null
  personName: string | null
  taskTitle: string | null
  residenceName: string | null
}

// the keys of the dictionary are its names
const names = Object.keys(auditEvents) as AuditEventName[]

/** The events of each kind. */
export function namesOf(kind: EventKind): AuditEventName[] {
  return names.filter((name) => kindOf(name) === kind)
}

function kindOf(name: AuditEventName): EventKind {
  const { security, subject } = auditEvents[name]
  if (security) return 'security'
  if (subject === 'task') return 'tasks'
  const ofHome: readonly string[] = ['residence', 'area', 'asset', 'meter', 'file', 'document', 'contractor']
  return ofHome.includes(subject) ? 'home' : 'people'
}

/** An event as this reader sees it: ids become names, or nothing. */
export function shownEvent(row: KnownEvent, readerId: string): ResidenceEvent {
  const { id, at, event, outcome } = row
  return { id, at, event, outcome, ...doerOf(row, readerId), ...aboutOf(row, readerId) }
}

/** Who of the staff it was is not told: they act for whoever runs the service. */
function doerOf({ event, actorKind, actorId, actorName }: KnownEvent, readerId: string) {
  if (event.startsWith('staff.') && actorId !== readerId) return { by: 'service', byName: null } as const
  if (actorKind === 'user') {
    return actorId === readerId
      ? ({ by: 'you', byName: null } as const)
      : ({ by: 'person', byName: actorName } as const)
  }
  return { by: actorKind === 'anonymous' ? 'nobody' : 'service', byName: null } as const
}

function aboutOf(row: KnownEvent, readerId: string) {
  const { event, actorId, subjectId, personId } = row
  const { subject } = auditEvents[event]
  if (subject === 'task') return { about: 'task', aboutName: row.taskTitle } as const
  if (subject === 'residence') return { about: 'residence', aboutName: row.residenceName } as const
  const person = personId ?? (subject === 'person' ? subjectId : null)
  // who did something to themselves is told already
  if (person === null || person === actorId) return { about: null, aboutName: null } as const
  if (person === readerId) return { about: 'you', aboutName: null } as const
  return { about: 'person', aboutName: row.personName } as const
}
