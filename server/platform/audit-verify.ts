import { createHash } from 'node:crypto'
import type pg from 'pg'
import type { Anchor } from './audit-anchor.ts'

export type AuditFindings = {
  readonly events: number
  readonly chains: number
  /** What is not as it was written, at most a hundred of them. */
  readonly problems: readonly string[]
}

/** Where every chain begins. */
const beginning = createHash('sha256').update('honeydue audit log').digest('hex')
const batch = 5_000
const toldAtMost = 100

type Link = { chain: number; position: number; previous: Buffer; hash: Buffer; bytes: Buffer }

/**
 * Computes every hash anew, with PostgreSQL's own functions only, and holds the chains against themselves and the anchors:
 * finds what was edited, deleted, inserted, put in another order, or cut off at the end since it was anchored.
 */
export async function verifyAudit(pool: pg.Pool, anchors: readonly Anchor[]): Promise<AuditFindings> {
  const problems: string[] = await guardProblems(pool)
  const anchored = hashesOf(anchors)
  const ends = new Map<number, { position: number; hash: string }>()
  let events = 0
  for await (const link of links(pool)) {
    events += 1
    const { chain, position } = link
    const end = ends.get(chain) ?? { position: 0, hash: beginning }
    const hash = link.hash.toString('hex')
    if (position !== end.position + 1) problems.push(`chain ${chain} lacks ${missing(end.position + 1, position - 1)}`)
    else if (link.previous.toString('hex') !== end.hash)
      problems.push(`event ${chain}/${position} does not follow the one before`)
    if (createHash('sha256').update(link.previous).update(link.bytes).digest('hex') !== hash)
      problems.push(`event ${chain}/${position} is not what was written`)
    const known = anchored.get(`${chain}/${position}`)
    if (known !== undefined && known !== hash)
      problems.push(`event ${chain}/${position} is not the one that was anchored`)
    ends.set(chain, { position, hash })
  }
  problems.push(...cutChains(anchors, ends))
  return { events, chains: ends.size, problems: problems.slice(0, toldAtMost) }
}

/** In the order of the chains, a batch at a time. */
async function* links(pool: pg.Pool): AsyncGenerator<Link> {
  let after: Pick<Link, 'chain' | 'position'> = { chain: -1, position: 0 }
  for (;;) {
    const { rows } = await pool.query<Link>({
      name: 'audit-links',
      text: `select chain, position, previous, hash, record_send(row(chain, position, id, at, actor_kind, actor_id, event, outcome,
          subject_id, person_id, residence_id, detail, request_id, origin)) as bytes
        from audit.events where (chain, position) > ($1, $2) order by chain, position limit ${batch}`,
      values: [after.chain, after.position]
    })
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < batch) return
    after = last
  }
}

function hashesOf(anchors: readonly Anchor[]): Map<string, string> {
  return new Map(anchors.flatMap(({ heads }) => heads.map(([chain, position, hash]) => [`${chain}/${position}`, hash])))
}

/** Chains that end before an anchor saw them end. */
function cutChains(anchors: readonly Anchor[], ends: ReadonlyMap<number, { position: number }>): string[] {
  const seen = new Map<number, number>()
  for (const [chain, position] of anchors.flatMap(({ heads }) => heads))
    seen.set(chain, Math.max(position, seen.get(chain) ?? 0))
  return [...seen].flatMap(([chain, position]) => {
    const end = ends.get(chain)?.position ?? 0
    return end < position ? `chain ${chain} lacks ${missing(end + 1, position)} at its end` : []
  })
}

function missing(from: number, to: number): string {
  return from === to ? `event ${from}` : `events ${from} to ${to}`
}

/** The guards of the table itself: who took one away meant to change something. */
async function guardProblems(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ problem: string }>(`
    select 'the trigger that refuses changes is gone or switched off' as problem where not exists (
      select from pg_trigger where tgrelid = 'audit.events'::regclass and tgname = 'append_only' and tgenabled = 'A')
    union all
    select format('%s may %s audit.events', holder, lower(right_held)) from (
      select coalesce((select rolname from pg_roles where oid = grantee), 'everybody') as holder, privilege_type as right_held
      from pg_class, aclexplode(relacl)
      where pg_class.oid = 'audit.events'::regclass and grantee <> relowner
    ) held
    where (holder, right_held) <> ('honeydue_audit', 'SELECT')`)
  return rows.map(({ problem }) => problem)
}
