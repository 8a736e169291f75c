import type { Cluster } from '../cluster/cluster.ts'
import { catalogue } from './catalogue.ts'
import { instantIn, keyStateOf, lastRotated } from './key-state.ts'

/**
 * Writes on the Secret itself how old the oldest of its keys is, where people and the runbook look. Nothing is written while
 * the age of one is not known: what somebody wrote by hand stays.
 */
export async function noteOldest(cluster: Cluster, secret: string): Promise<void> {
  const object = await cluster.secret(secret)
  const states = catalogue
    .filter((entry) => entry.object.secret === secret && entry.object.keys.length > 0)
    .map((entry) => keyStateOf(object, entry.object.keys))
    .filter(({ value }) => value !== undefined)
  const ages = states.map((state) => instantIn(state.lastRotated)).filter((age) => age !== undefined)
  const [oldest] = ages.toSorted((one, other) => Temporal.Instant.compare(one, other))
  if (!object || !oldest || ages.length < states.length) return
  const date = oldest.toString().slice(0, 10)
  if (object.annotations[lastRotated] === date) return
  const change = { manager: lastRotatedManager, data: new Map(), annotations: { [lastRotated]: date } }
  await cluster.applySecret(secret, { ...change, type: object.type, force: true })
}

const lastRotatedManager = 'honeydue.last-rotated'
