import Type, { type Static } from 'typebox'
import { Check } from 'typebox/value'
import { Secret } from '#server/platform/secret.ts'
import type { SecretChange, SecretObject } from '../cluster/cluster.ts'

/** A rotation that is under way, as its annotation has it: fingerprints, never values. */
const Rotation = Type.Object({
  id: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
  from: Type.String(),
  to: Type.String(),
  way: Type.Enum(['forward', 'revoking', 'aborting']),
  publishedAt: Type.Optional(Type.String())
})
export type Rotation = Static<typeof Rotation>

/**
 * One key of a Secret with all that its annotations say of it. Whoever writes it writes all of it. Keys that go together
 * (a certificate and its private key) are one value, `{"tls.crt":"…","tls.key":"…"}`, under the name of the first.
 */
export type KeyState = {
  readonly value: Secret | undefined
  readonly rotation: Rotation | undefined
  /** Whose turn it was last; `ended`: a rotation has ended under it, and the next one needs another. */
  readonly epoch: number
  readonly ended: boolean
  readonly lastRotated: string | undefined
  readonly fingerprint: string | undefined
  /** What providers call the value in use, and the one that comes next: given out before it is made. */
  readonly named: string | undefined
  readonly next: string | undefined
  /** Fingerprints of what was in use and went, the last one first: none of them comes back by mistake. */
  readonly former: readonly string[]
}

export const lastRotated = 'honeydue.dev/last-rotated'
/** Where `kubectl apply` copies every value to. */
export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

const named = (what: 'rotation' | 'epoch' | 'fp' | 'last-rotated' | 'named' | 'next' | 'former', key: string) =>
  `honeydue.dev/${what}.${key}`

export function keyStateOf(object: SecretObject | undefined, keys: readonly string[]): KeyState {
  const key = nameOf(keys)
  const annotations = object?.annotations ?? {}
  const [, epoch = '0', ended] = /^(\d+)( ended)?$/.exec(annotations[named('epoch', key)] ?? '') ?? []
  return {
    value: object && valueUnder(object.data, keys),
    rotation: rotationIn(annotations[named('rotation', key)]),
    epoch: Number(epoch),
    ended: ended !== undefined,
    lastRotated: annotations[named('last-rotated', key)],
    fingerprint: annotations[named('fp', key)],
    named: annotations[named('named', key)],
    next: annotations[named('next', key)],
    former: (annotations[named('former', key)] ?? '').split(',').filter((each) => each !== '')
  }
}

const remembered = 24

/** With one more that went. */
export function gone({ former }: Pick<KeyState, 'former'>, fingerprint: string): readonly string[] {
  return [fingerprint, ...former.filter((each) => each !== fingerprint)].slice(0, remembered)
}

/**
 * When the value came into use: what the tool has written of the key, else what the runbook has people write on the whole
 * Secret (`kubectl annotate … honeydue.dev/last-rotated="$(date -u +%Y-%m-%d)"`). Undefined where neither is a date.
 */
export function inUseSince(object: SecretObject | undefined, state: KeyState): Temporal.Instant | undefined {
  return instantIn(state.lastRotated) ?? instantIn(object?.annotations[lastRotated])
}

/** A date is its beginning in UTC. */
export function instantIn(text: string | undefined): Temporal.Instant | undefined {
  if (text === undefined) return undefined
  try {
    return Temporal.Instant.from(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text)
  } catch {
    return undefined
  }
}

/** What somebody wrote by hand and is none stops everything: nobody knows what is under way. */
function rotationIn(text: string | undefined): Rotation | undefined {
  if (text === undefined) return undefined
  const found: unknown = JSON.parse(text)
  if (!Check(Rotation, found)) throw new TypeError('an annotation of a rotation is none')
  return found
}

/** The whole of what the manager of this key owns, for server-side apply. */
export function changeTo(
  keys: readonly string[],
  state: KeyState
): Pick<SecretChange, 'manager' | 'data' | 'annotations'> {
  const key = nameOf(keys)
  const { value, rotation, epoch, ended, fingerprint } = state
  const annotations = {
    [named('epoch', key)]: `${epoch}${ended ? ' ended' : ''}`,
    ...(rotation && { [named('rotation', key)]: JSON.stringify(rotation) }),
    ...(fingerprint !== undefined && { [named('fp', key)]: fingerprint }),
    ...(state.lastRotated !== undefined && { [named('last-rotated', key)]: state.lastRotated }),
    ...(state.named !== undefined && { [named('named', key)]: state.named }),
    ...(state.next !== undefined && { [named('next', key)]: state.next }),
    ...(state.former.length > 0 && { [named('former', key)]: state.former.join(',') })
  }
  return { manager: `honeydue.${key}`, data: dataOf(keys, value), annotations }
}

function valueUnder(data: ReadonlyMap<string, Secret>, keys: readonly string[]): Secret | undefined {
  const values = keys.map((key) => data.get(key)).filter((value) => value !== undefined)
  if (values.length < keys.length) return undefined
  if (keys.length === 1) return values[0]
  return new Secret(JSON.stringify(Object.fromEntries(values.map((value, at) => [keys[at], value.reveal()]))))
}

function dataOf(keys: readonly string[], value: Secret | undefined): Map<string, Secret> {
  if (!value) return new Map()
  if (keys.length === 1) return new Map([[nameOf(keys), value]])
  const texts = textsIn(value)
  return new Map(keys.map((key) => [key, new Secret(texts[key] ?? '')]))
}

/** A value that is as well formed as this one and another one, to ask with. */
export function otherThan(keys: readonly string[], value: Secret): Secret {
  if (keys.length === 1) return new Secret(`${value.reveal()}\n`)
  const texts = Object.entries(textsIn(value)).map(([key, text]) => [key, `${text}\n`])
  return new Secret(JSON.stringify(Object.fromEntries(texts)))
}

function textsIn(value: Secret): Record<string, string> {
  return JSON.parse(value.reveal()) as Record<string, string> // made by valueUnder, or by an adapter like it
}

/** What annotations and the field manager are called after. */
function nameOf([first = '']: readonly string[]): string {
  return first
}
