import Type, { type Static } from 'typebox'
import { Check } from 'typebox/value'
import type { Secret } from '#server/platform/secret.ts'
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

/** One key of a Secret with all that its annotations say of it. Whoever writes it writes all of it. */
export type KeyState = {
  readonly value: Secret | undefined
  readonly rotation: Rotation | undefined
  /** Whose turn it was last; `ended`: a rotation has ended under it, and the next one needs another. */
  readonly epoch: number
  readonly ended: boolean
  readonly lastRotated: string | undefined
  readonly fingerprint: string | undefined
}

export const lastRotated = 'honeydue.dev/last-rotated'
/** Where `kubectl apply` copies every value to. */
export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration'

const named = (what: 'rotation' | 'epoch' | 'fp' | 'last-rotated', key: string) => `honeydue.dev/${what}.${key}`

export function keyStateOf(object: SecretObject | undefined, key: string): KeyState {
  const annotations = object?.annotations ?? {}
  const [, epoch = '0', ended] = /^(\d+)( ended)?$/.exec(annotations[named('epoch', key)] ?? '') ?? []
  return {
    value: object?.data.get(key),
    rotation: rotationIn(annotations[named('rotation', key)]),
    epoch: Number(epoch),
    ended: ended !== undefined,
    lastRotated: annotations[named('last-rotated', key)],
    fingerprint: annotations[named('fp', key)]
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
export function changeTo(key: string, state: KeyState): Pick<SecretChange, 'manager' | 'data' | 'annotations'> {
  const { value, rotation, epoch, ended, fingerprint } = state
  const annotations = {
    [named('epoch', key)]: `${epoch}${ended ? ' ended' : ''}`,
    ...(rotation && { [named('rotation', key)]: JSON.stringify(rotation) }),
    ...(fingerprint !== undefined && { [named('fp', key)]: fingerprint }),
    ...(state.lastRotated !== undefined && { [named('last-rotated', key)]: state.lastRotated })
  }
  return { manager: `honeydue.${key}`, data: new Map(value ? [[key, value]] : []), annotations }
}
