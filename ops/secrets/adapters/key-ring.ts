import { randomBytes } from 'node:crypto'
import Type, { type Static } from 'typebox'
import { Check } from 'typebox/value'
import { keyringProblem, nameOfKey } from '#server/platform/keyring.ts'
import { Secret } from '#server/platform/secret.ts'
import type { Adapter, Turn } from '../adapter.ts'
import { isAccepted, isActive, type Fleet } from '../fleet.ts'

const Ring = Type.Object({
  active: Type.String(),
  keys: Type.Array(Type.Object({ kid: Type.String(), k: Type.String() }))
})
type Ring = Static<typeof Ring>
type Key = Ring['keys'][number]

/**
 * SECRET_KEY: the pods that make things with it are those that accept it, so that a new key is published twice: first to be
 * accepted, then, when every pod accepts it, to be used. A single plain key becomes a ring of one.
 */
export function keyRingAdapter(fleet: Fleet): Adapter {
  return {
    keepsOld: true,
    async problems(published) {
      const wrong = keyringProblem(published.reveal())
      if (wrong !== undefined) return [`SECRET_KEY ${wrong}`]
      return ringOf(published).keys.length > 7 ? ['The ring is full: it holds eight keys at most.'] : []
    },
    async mint({ published }) {
      const key = randomBytes(32).toString('hex')
      return { old: this.shown(published), new: new Secret(key) }
    },
    shown(published) {
      const { active, keys } = ringOf(published)
      return new Secret(keys.find(({ kid }) => kid === active)?.k ?? '')
    },
    showing(published, value) {
      const ring = withKey(ringOf(published), value)
      return textOf({ ...ring, active: kidIn(ring, value) })
    },
    admit: ({ new: value }, turn) => write(turn, (ring) => withKey(ring, value)),
    withdraw: ({ new: value }, turn) => write(turn, (ring) => withoutKey(ring, value)),
    revoke: ({ old: value }, turn) => write(turn, (ring) => withoutKey(ring, value)),
    restore: ({ old: value }, turn) => write(turn, (ring) => withKey(ring, value)),
    async accepted(value) {
      const [all, any] = await Promise.all([fleet.all(value, isAccepted), fleet.any(value, isAccepted)])
      // Accepted by some and not by others is neither: a rollout goes on.
      return all === any ? all : 'unknown'
    },
    adopted: (value) => fleet.all(value, isActive),
    used: (value) => fleet.any(value, isActive)
  }
}

function write(turn: Turn, change: (ring: Ring) => Ring): Promise<void> {
  return turn.write(textOf(change(ringOf(turn.published))))
}

function ringOf(text: Secret): Ring {
  const found = text.reveal().startsWith('{') ? (JSON.parse(text.reveal()) as unknown) : undefined
  if (Check(Ring, found)) return found
  const kid = nameOfKey(text)
  return { active: kid, keys: [{ kid, k: text.reveal() }] }
}

function textOf(ring: Ring): Secret {
  return new Secret(JSON.stringify(ring))
}

function withKey(ring: Ring, value: Secret): Ring {
  const k = value.reveal()
  const key: Key = { kid: nameOfKey(value), k }
  return ring.keys.some((each) => each.k === k) ? ring : { ...ring, keys: [...ring.keys, key] }
}

function withoutKey(ring: Ring, value: Secret): Ring {
  return { ...ring, keys: ring.keys.filter(({ k }) => k !== value.reveal()) }
}

function kidIn({ keys }: Ring, value: Secret): string {
  return keys.find(({ k }) => k === value.reveal())?.kid ?? nameOfKey(value)
}
