import { powerLoss } from './power-loss.ts'

/** `npm run test:crash [-- kills]`: ends every process at once, again and again, and counts what is left. */

const kills = Number(process.argv[2] ?? 50)
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000)
console.log(`Ending all processes ${kills} times while four clients complete tasks (seed ${seed})`)
const counts = await powerLoss({ kills, seed, tell: (line) => console.log(line) })

console.log(`
kills                                    ${counts.kills}
of these in the middle of a request      ${counts.killsInFlight}
completions acknowledged                 ${counts.acknowledged}
  of these missing afterwards            ${counts.missing}
completions in the database              ${counts.recorded}
  of these twice for one due date        ${counts.doubled}
requests repeated after a kill           ${counts.repeated}
  of these with a second effect          ${counts.recorded - counts.acknowledged}
jobs left in the queue or failed         ${counts.jobsLeft}
turns passed on in the end               ${counts.turnsPassed}
  of these told by mail                  ${counts.turnsTold}
mails received                           ${counts.mails}
board counts that differ from the tasks  ${counts.wrongCounts}
slowest start after a kill               ${counts.slowestStartMs} ms`)

const faults = [
  counts.missing,
  counts.doubled,
  Math.abs(counts.recorded - counts.acknowledged),
  counts.jobsLeft,
  counts.turnsPassed - counts.turnsTold,
  counts.wrongCounts
]
const sound = faults.every((count) => count === 0)
console.log(sound ? '\nNothing lost, nothing twice.' : '\nSomething is wrong.')
process.exitCode = sound ? 0 : 1
