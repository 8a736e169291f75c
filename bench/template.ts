/** Whose request it is: everything in which one request of a kind differs from another. */
export type Subject = {
  readonly userId: string
  /** The other member of the household. */
  readonly partnerId: string
  readonly email: string
  readonly token: string
  /** What the database holds of the token, in hexadecimal. */
  readonly digest: string
  readonly sessionId: string
  readonly residenceId: string
  /** To complete; of another row each time. */
  readonly taskId: string
}

/** Bytes with holes: where the ids of the recorded request stood, another one's are put. */
export type Template = { readonly bytes: Buffer; readonly holes: readonly Hole[] }
/** A number is an id that the request made: the first, the second … */
type Hole = { readonly at: number; readonly what: keyof Subject | number }

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/** The steps of one recorded request, and how many ids it made. */
export function templatesOf(steps: readonly Buffer[], subject: Subject): { templates: Template[]; fresh: number } {
  const made = new Map<string, number>()
  const templates = steps.map((bytes) => ({ bytes, holes: [...digests(bytes, subject), ...ids(bytes, subject, made)] }))
  const isSignedIn = templates.some(({ holes }) => holes.some(({ what }) => what === 'digest'))
  if (!isSignedIn)
    throw new Error('the recorded request looked for no session: every one played back would be the same')
  return { templates, fresh: made.size }
}

function digests(bytes: Buffer, { digest }: Subject): Hole[] {
  const at = bytes.indexOf(digest)
  return at < 0 ? [] : [{ at, what: 'digest' }]
}

function ids(bytes: Buffer, subject: Subject, made: Map<string, number>): Hole[] {
  const own = new Map(
    (['userId', 'partnerId', 'sessionId', 'residenceId', 'taskId'] as const).map(
      (field) => [subject[field], field] as const
    )
  )
  return [...bytes.toString('latin1').matchAll(uuids)].map(({ 0: id, index }) => {
    const known = own.get(id)
    if (known === undefined && !made.has(id)) made.set(id, made.size)
    return { at: index, what: known ?? made.get(id) ?? 0 }
  })
}

/** The bytes for another subject, with ids of its own. */
export function fill({ bytes, holes }: Template, subject: Subject, fresh: readonly string[]): Buffer {
  const filled = Buffer.from(bytes)
  for (const { at, what } of holes) {
    filled.write((typeof what === 'number' ? fresh[what] : subject[what]) ?? '', at, 'latin1')
  }
  return filled
}
