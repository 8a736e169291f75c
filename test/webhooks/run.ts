import { env } from 'node:process'
import { afterwards, scopeOfProcess } from '../afterwards.ts'
import { serverVariable } from '../global-setup.ts'
import { startTestServer } from '../server.ts'
import { webhookStorm } from './webhook-storm.ts'

/** `npm run test:webhooks [-- webhooks kills seed]`: kills the receiver of webhooks again and again, and compares what is left. */

const [webhooks = 1000, kills = 25, seed = Date.now() % 1_000_000] = process.argv.slice(2).map(Number)
console.log(`Sending ${webhooks} webhooks, killing the receiver ${kills} times (seed ${seed})`)
await using scope = scopeOfProcess()
const server = await startTestServer()
afterwards(scope, server.stop)
env[serverVariable] = JSON.stringify(server.admin)
const purchases = Math.max(6, Math.round(webhooks / 28))
const counts = await webhookStorm(scope, { webhooks, kills, purchases, seed, tell: (line) => console.log(line) })

console.log(`
notifications                                  ${counts.notifications}
deliveries, a part of them twice, out of order ${counts.deliveries}
kills                                          ${kills}
  of these in the middle of a request          ${counts.killsInFlight}
deliveries without an answer                   ${counts.unanswered}
deliveries answered 503, the database away     ${counts.refused}
deliveries repeated                            ${counts.sentAgain}
  most attempts of one of them                 ${counts.mostAttempts}
deliveries acknowledged                        ${counts.acknowledged}
events in the log                              ${counts.events}
  of these twice                               ${counts.events - counts.distinct}
  of these not processed                       ${counts.unprocessed}
  of these processed twice                     ${counts.processedTwice}
purchases                                      ${counts.purchases}
facts                                          ${counts.facts}
people entitled                                ${counts.entitled}
differences from the undisturbed run           ${counts.differences.join(', ') || 'none'}`)

const faults = [
  counts.deliveries - counts.acknowledged,
  counts.events - counts.notifications,
  counts.events - counts.distinct,
  counts.unprocessed,
  counts.processedTwice,
  counts.differences.length
]
const sound = faults.every((count) => count === 0)
console.log(sound ? '\nNothing lost, nothing twice.' : '\nSomething is wrong.')
process.exitCode = sound ? 0 : 1
