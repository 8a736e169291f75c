import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fromRrule } from './from-rrule.ts'
import { occurrencesBetween } from './occurrences.ts'
import { lastDate } from './testing/calendar-days.ts'

/** The cases of libical (MPL-2.0 or LGPL-2.1) stay outside the repository; beside a checkout they are in ../shared/data. */
const file = new URL('../../../../../shared/data/libical-rrule-vectors.json', import.meta.url)

type Vector = { rrule: string; dtstart: string; instances?: string; startAt?: string; note?: string }

const vectors = readVectors()
const skip = vectors
  ? false
  : 'SKIPPED: NO VECTORS. ../shared/data/libical-rrule-vectors.json is absent, libical is not compared'

test(
  "every rule of libical's tests that is not refused has libical's dates, all of them and no more",
  { skip },
  (t) => {
    const comparable = (vectors ?? []).filter(({ startAt, note, instances }) => !startAt && !note && instances)
    const refusals = new Map<string, number>()
    const different: string[] = []
    let equal = 0
    for (const vector of comparable) {
      const found = datesOf(vector)
      if ('refused' in found) refusals.set(found.refused, (refusals.get(found.refused) ?? 0) + 1)
      else if (found.dates.join() === expectedDates(vector).join()) equal += 1
      else different.push(`${vector.rrule} from ${vector.dtstart}: ${found.dates.join()}`)
    }

    const reasons = [...refusals].map(([reason, count]) => `${reason} ${count}`).join(', ')
    t.diagnostic(
      `libical: ${comparable.length} comparable, ${equal} held and equal, ${different.length} different, refused: ${reasons}`
    )
    assert.deepEqual(different, [])
    assert.equal(comparable.length, 138)
    assert.equal(equal, 42)
  }
)

function readVectors(): Vector[] | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function datesOf({ rrule, dtstart }: Vector): { refused: string } | { dates: string[] } {
  const value = dtstart.includes('T') ? '' : ';VALUE=DATE'
  const rule = fromRrule(`DTSTART${value}:${dtstart}\nRRULE:${rrule}`, { startOn: lastDate })
  if ('refused' in rule) return rule
  const { schedule, startOn } = rule
  return { dates: occurrencesBetween(schedule, startOn, { from: startOn, to: lastDate, limit: 500 }).map(String) }
}

function expectedDates({ instances = '' }: Vector): string[] {
  return instances.split(',').map((text) => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6, 8)}`)
}
