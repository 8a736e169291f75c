import { createHash, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { appendFile, readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import Type from 'typebox'
import { Check } from 'typebox/value'
import { Strict } from '#contract/route.ts'
import { job, type CronLine, type Jobs } from './jobs.ts'
import type { Db } from './postgres/connect.ts'
import { errorCode } from './start-error.ts'

/**
 * What the ends of all chains were at a moment, signed: rows that were there then cannot be taken away, rewritten or put
 * in another order any more without the anchor telling. It is worth as much as the place where it is kept.
 */
export type Anchor = { readonly at: string; readonly heads: readonly Head[]; readonly previous: string }
export type Head = readonly [chain: number, position: number, hash: string]

const AnchorLine = Strict({
  at: Type.String(),
  heads: Type.Array(Type.Tuple([Type.Integer(), Type.Integer(), Type.String({ pattern: '^[0-9a-f]{64}$' })])),
  previous: Type.String(),
  signature: Type.String()
})

/** Where anchors are kept: lines that are only ever added to. */
export type AnchorBook = { lines(): Promise<string[]>; add(line: string): Promise<void> }
export type Anchoring = { readonly book: AnchorBook; readonly key: KeyObject }
/** A log whose chains are anchored, by the word that its anchors are signed with. */
export type AnchoredLog = { readonly word: string; readonly heads: (db: Db) => Promise<Head[]> }

export function anchorFile(path: string): AnchorBook {
  return {
    lines: async () => (await readOrEmpty(path)).split('\n').filter((line) => line !== ''),
    add: (line) => appendFile(path, `${line}\n`, { mode: 0o600, flush: true })
  }
}

async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return ''
    throw error
  }
}

async function headsOf(db: Db): Promise<Head[]> {
  const { rows } = await sql<{ chain: number; position: number; hash: Buffer }>`
    select chain, position, hash from audit.heads() order by chain`.execute(db)
  return rows.map(({ chain, position, hash }) => [chain, position, hash.toString('hex')])
}

const auditLog: AnchoredLog = { word: 'audit', heads: headsOf }

export const auditCron: readonly CronLine[] = [{ job: 'audit.anchor', cron: '*/10 * * * *' }]

export function auditJobs(anchoring: Anchoring | undefined): Jobs {
  return {
    'audit.anchor': job(Strict({}), async (ctx) => {
      if (!anchoring) return ctx.log.warn({}, 'without the key AUDIT_KEY the audit log is not anchored')
      const anchor = await anchorNow(ctx.db, anchoring, ctx.now())
      if (anchor) ctx.log.info({ anchor }, 'audit anchor')
    })
  }
}

/** Signs and keeps the ends of the chains; undefined when nothing was written since the last anchor. */
export async function anchorNow(
  db: Db,
  { book, key, log = auditLog }: Anchoring & { readonly log?: AnchoredLog },
  now: Temporal.Instant
): Promise<string | undefined> {
  const last = (await book.lines()).at(-1)
  const heads = await log.heads(db)
  if (last !== undefined && JSON.stringify(readLine(last)?.heads) === JSON.stringify(heads)) return undefined
  const anchor: Anchor = { at: now.toString(), heads, previous: last === undefined ? '' : digest(last) }
  const line = JSON.stringify({ ...anchor, signature: sign(null, signedText(anchor, log), key).toString('base64url') })
  await book.add(line)
  return line
}

/** The anchors of a book and what is wrong with it: each is signed with the key and follows the one before. */
export function readAnchors(
  lines: readonly string[],
  key: KeyObject,
  log: Pick<AnchoredLog, 'word'> = auditLog
): { anchors: Anchor[]; problems: string[] } {
  const publicKey = createPublicKey(key)
  const anchors: Anchor[] = []
  const problems: string[] = []
  let previous = ''
  for (const [index, line] of lines.entries()) {
    const read = readLine(line)
    const name = `anchor ${index + 1}`
    if (!read) problems.push(`${name} is no anchor`)
    else if (!verify(null, signedText(read, log), publicKey, Buffer.from(read.signature, 'base64url')))
      problems.push(`${name} is not signed with the key`)
    else if (read.previous !== previous) problems.push(`${name} does not follow the one before`)
    else anchors.push(read)
    previous = digest(line)
  }
  return { anchors, problems }
}

function readLine(line: string): (Anchor & { signature: string }) | undefined {
  try {
    const read: unknown = JSON.parse(line)
    return Check(AnchorLine, read) ? read : undefined
  } catch {
    return undefined
  }
}

function signedText({ at, heads, previous }: Anchor, { word }: Pick<AnchoredLog, 'word'>): Buffer {
  return Buffer.from(JSON.stringify([`honeydue ${word} anchor`, at, heads, previous]))
}

function digest(line: string): string {
  return createHash('sha256').update(line).digest('hex')
}
