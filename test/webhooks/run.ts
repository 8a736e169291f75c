import { storeStage } from '#server/features/subscriptions/testing/apple-stage.ts'
import { claimRace } from '#server/features/subscriptions/testing/claim-race.ts'
import { afterwards, scopeOfProcess } from '../afterwards.ts'
import { onServer } from '../database.ts'
import { startTestServer } from '../server.ts'
import { stormArguments, stormUsage } from './arguments.ts'
import { storeNames } from './story.ts'
import { webhookStorm, type StoreCounts } from './webhook-storm.ts'

/** `npm run test:webhooks [-- webhooks kills seed]`: kills honeyDue while stores tell it of purchases, and compares what is left; then a race for purchases. */

const asked = stormArguments(process.argv.slice(2), Date.now() % 1_000_000)
if (!asked) {
  console.error(stormUsage)
  process.exit(2)
}
const { webhooks, kills, seed } = asked
const stops = Math.ceil(kills / 5)
const purchases = Math.max(6, Math.round(webhooks / 28))
console.log(
  `Sending ${webhooks} webhooks of each store, killing honeyDue ${kills} times and stopping PostgreSQL ${stops} times (seed ${seed})`
)
await using scope = scopeOfProcess()
const { stores, killsInFlight, entitled, differences } = await webhookStorm(scope, {
  webhooks,
  purchases,
  kills,
  stops,
  seed,
  tell: (line) => console.log(line)
})

const rows: readonly (readonly [string, (counts: StoreCounts) => number])[] = [
  ['messages', ({ messages }) => messages],
  ['deliveries, some of them twice, some late', ({ deliveries }) => deliveries],
  ['  without an answer: honeyDue killed', ({ unanswered }) => unanswered],
  ['  answered 503: PostgreSQL stopped', ({ refused }) => refused],
  ['  sent again', ({ sentAgain }) => sentAgain],
  ['    most attempts of one of them', ({ mostAttempts }) => mostAttempts],
  ['  acknowledged', ({ acknowledged }) => acknowledged],
  ['events in the log', ({ events }) => events],
  ['  of these twice', ({ events, distinct }) => events - distinct],
  ['  of these not processed', ({ unprocessed }) => unprocessed],
  ['  of these processed twice', ({ processedTwice }) => processedTwice],
  ['purchases', ({ purchases: kept }) => kept],
  ['  of these not acknowledged at the store', ({ untold }) => untold],
  ['facts', ({ facts }) => facts]
]
const line = (label: string, cells: readonly (string | number)[]) =>
  console.log(label.padEnd(42) + cells.map((cell) => String(cell).padStart(13)).join(''))
console.log()
line('', storeNames)
for (const [label, count] of rows)
  line(
    label,
    storeNames.map((name) => count(stores[name]))
  )
console.log()
line('kills', [kills])
line('  of these in the middle of a request', [killsInFlight])
line('people entitled', [entitled])
line('differences from the undisturbed run', [differences.join(', ') || 'none'])

console.log('\nLetting two accounts claim one purchase, 100 times at once, 20 times')
const server = await startTestServer()
afterwards(scope, server.stop)
const stage = await onServer(server, () => storeStage(scope))
const claimed = await claimRace(stage, Array<number>(20).fill(100))
line('claims', [claimed.claims])
line('  taken', [claimed.taken])
line('  refused', [claimed.refused])
line('purchases', [claimed.purchases])
line('  of these all claims of one account taken', [claimed.withOneWinner])
line('  of these somebody’s in the end', [claimed.owners[0]])
line('  of these two accounts’', [claimed.owners[1] - claimed.owners[0]])

const isFair = [claimed.withOneWinner, ...claimed.owners].every((count) => count === claimed.purchases)
const sound =
  isFair &&
  differences.length === 0 &&
  Object.values(stores).every((counts) => {
    const { deliveries, acknowledged, messages, events, distinct, unprocessed, processedTwice, untold } = counts
    const faults = [
      deliveries - acknowledged,
      events - messages,
      events - distinct,
      unprocessed,
      processedTwice,
      untold
    ]
    return faults.every((count) => count === 0)
  })
console.log(sound ? '\nNothing lost, nothing twice.' : '\nSomething is wrong.')
process.exitCode = sound ? 0 : 1
