import { createHash } from 'node:crypto'
import type { Anchor, AnchoredLog } from '#server/platform/audit-anchor.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import {
  droppedHeads,
  guardProblems,
  headsOf,
  linksOf,
  logs,
  type Head,
  type Link,
  type LogName
} from './verify-log-queries.ts'

export type LogFindings = {
  readonly rows: number
  readonly chains: number
  /** What is not as it was written, at most a hundred of them. */
  readonly problems: readonly string[]
}

/** Where every chain begins. */
const beginning = createHash('sha256').update('honeydue webhook log').digest('hex')
/** Of each log; in an anchor those of outcomes are numbered after those of events. */
const chainsOfALog = 32
const toldAtMost = 100

/** The ends of the chains as an anchor has them. */
export const webhookLog: AnchoredLog = { word: 'webhook', heads: anchoredHeads }
async function anchoredHeads(db: Db): ReturnType<AnchoredLog['heads']> {
  const heads = await headsOf(db)
  return heads
    .filter(({ position }) => position > 0)
    .map(({ log, chain, position, hash }) => [numberOf(log, chain), position, hash])
}

function numberOf(log: LogName, chain: number): number {
  return chain + logs.indexOf(log) * chainsOfALog
}

type End = { position: number; hash: string }
/** What anchors have seen at a place, by `number/position`. */
type Seen = ReadonlyMap<string, string>

/**
 * Computes every hash anew and holds the chains against where they began (or went on after a month that was dropped), where
 * they stand, and the anchors: finds what was edited, deleted, inserted, put in another order, or cut off at the end.
 */
export async function verifyLog(db: Db, anchors: readonly Anchor[]): Promise<LogFindings> {
  const problems = await guardProblems(db)
  const anchored = anchors.flatMap(({ heads }) => heads)
  const seen = new Map(anchored.map(([number, position, hash]) => [`${number}/${position}`, hash]))
  const ends = endsOf(await droppedHeads(db))
  for (const [number, end] of ends)
    if (isOther(seen, number, end)) problems.push(`what was dropped of ${nameOf(number)} is not what was anchored`)
  let rows = 0
  for (const log of logs) {
    for await (const link of linksOf(db, log)) {
      rows += 1
      const number = numberOf(log, link.chain)
      problems.push(...linkProblems(link, { number, former: ends.get(number), seen }))
      ends.set(number, { position: link.position, hash: link.hash.toString('hex') })
    }
  }
  problems.push(...cut(endsOf(await headsOf(db)), ends), ...cut(furthest(anchored), ends))
  return { rows, chains: ends.size, problems: [...new Set(problems)].slice(0, toldAtMost) }
}

type Place = { readonly number: number; readonly former: End | undefined; readonly seen: Seen }

function linkProblems(
  { position, previous, hash, bytes }: Link,
  { number, former = { position: 0, hash: beginning }, seen }: Place
): string[] {
  const where = `${nameOf(number)}/${position}`
  const problems: string[] = []
  if (position !== former.position + 1)
    problems.push(`${nameOf(number)} lacks ${missing(former.position + 1, position - 1)}`)
  else if (previous.toString('hex') !== former.hash) problems.push(`${where} does not follow the one before`)
  if (!createHash('sha256').update(previous).update(bytes).digest().equals(hash))
    problems.push(`${where} is not what was written`)
  if (isOther(seen, number, { position, hash: hash.toString('hex') }))
    problems.push(`${where} is not the one that was anchored`)
  return problems
}

function isOther(seen: Seen, number: number, { position, hash }: End): boolean {
  return (seen.get(`${number}/${position}`) ?? hash) !== hash
}

function endsOf(heads: readonly Head[]): Map<number, End> {
  return new Map(heads.map(({ log, chain, position, hash }) => [numberOf(log, chain), { position, hash }]))
}

/** The furthest that anchors have seen each chain. */
function furthest(anchored: Anchor['heads']): Map<number, End> {
  const ends = new Map<number, End>()
  for (const [number, position, hash] of anchored)
    if (position > (ends.get(number)?.position ?? 0)) ends.set(number, { position, hash })
  return ends
}

/** Chains that end before where they are known to have stood, or otherwise. */
function cut(known: ReadonlyMap<number, End>, ends: ReadonlyMap<number, End>): string[] {
  return [...known].flatMap(([number, { position, hash }]) => {
    const end = ends.get(number) ?? { position: 0, hash: beginning }
    if (end.position < position) return [`${nameOf(number)} lacks ${missing(end.position + 1, position)} at its end`]
    return end.position === position && end.hash !== hash ? [`${nameOf(number)} does not end as it was written`] : []
  })
}

function nameOf(number: number): string {
  return `${logs[Math.floor(number / chainsOfALog)]} ${number % chainsOfALog}`
}

function missing(from: number, to: number): string {
  return from === to ? `row ${from}` : `rows ${from} to ${to}`
}
