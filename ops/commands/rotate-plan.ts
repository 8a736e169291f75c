import { ClusterError, type SecretObject } from '../cluster/cluster.ts'
import { OpsError } from '../exit-codes.ts'
import type { Salt } from '../secrets/cluster-places.ts'
import type { Place } from '../secrets/in-cluster.ts'
import { changeTo, keyStateOf, lastApplied, otherThan } from '../secrets/key-state.ts'
import type { Step } from '../secrets/rotation.ts'
import type { Terminal } from '../terminal.ts'
import type { Rotation } from './rotate-options.ts'
import { heading, type Workplace } from './workplace.ts'

/** What stands in the way, before anything is done anywhere; OpsError when it does so because somebody else is at it. */
export async function problemsOf(rotation: Rotation, place: Place, salt: Salt): Promise<string[]> {
  const look = () => rotation.cluster.secret(rotation.entry.object.secret)
  const object = await look()
  const problems = await problemsIn(object, rotation, place, salt)
  const isMoving = async () => (await look())?.resourceVersion !== object?.resourceVersion
  if (keyStateOf(object, rotation.entry.object.keys).rotation || (problems.length > 0 && (await isMoving()))) {
    throw new OpsError('another operator holds the Lease', 'Somebody else began at this moment; nothing was done.')
  }
  return problems
}

async function problemsIn(
  object: SecretObject | undefined,
  { cluster, entry, options }: Rotation,
  { adapter }: Place,
  salt: Salt
): Promise<string[]> {
  const { keys } = entry.object
  const state = keyStateOf(object, keys)
  if (!object || !state.value) return [`The Secret ${entry.object.secret} has no ${keys.join(' or no ')}.`]
  const problems: string[] = []
  if (!(await cluster.may('patch', 'secrets'))) problems.push('These credentials may not patch Secrets.')
  if (!(await cluster.may('update', 'leases', 'coordination.k8s.io')))
    problems.push('These credentials may not update Leases.')
  if (object.annotations[lastApplied] !== undefined) {
    problems.push(`kubectl keeps a copy of the values of ${object.name}: npm run ops -- secrets adopt takes it away.`)
  }
  // Whoever wants what is there already is refused nothing: it is asked for another value.
  const asked = {
    ...changeTo(keys, { ...state, value: otherThan(keys, state.value) }),
    dryRun: true,
    force: options.takeOver
  }
  await cluster
    .applySecret(object.name, { ...asked, resourceVersion: undefined }) // whose it is, not whether it has changed
    .catch((error: unknown) => {
      if (!(error instanceof ClusterError)) throw error
      problems.push(`${error.message} Another tool owns the key: --take-over makes it this one's.`)
    })
  problems.push(...(await adapter.problems(state.value)))
  // Pods cannot attest anything before they have the salt.
  if (problems.length === 0 && !salt.isNew && (await adapter.adopted(adapter.shown(state.value))) !== 'yes') {
    problems.push('Not every pod attests the value that is published: see secrets status.')
  }
  return problems
}

type Plan = {
  readonly where: Workplace['where']
  readonly secret: string
  readonly steps: readonly Step[]
  readonly notes: readonly string[] | undefined
  readonly problems: readonly string[]
  readonly json: boolean
}

export function sayPlan({ say }: Terminal, { where, secret, steps, notes = [], problems, json }: Plan): void {
  const listed = steps.map(({ id, phase, what, pointOfNoReturn = false }) => ({ id, phase, what, pointOfNoReturn }))
  if (json) return say(`${JSON.stringify({ ...where, secret, steps: listed, notes, problems })}\n`)
  say(heading(where))
  for (const { phase, what, pointOfNoReturn } of listed) {
    say(`  ${phase.padEnd(8)} ${what}${pointOfNoReturn ? ' (no way back)' : ''}\n`)
  }
  if (listed.length === 0) say(`  Nothing of ${secret} is under way.\n`)
  for (const note of notes) say(`! ${note}\n`)
  for (const problem of problems) say(`✗ ${problem}\n`)
  say('\n')
}
