import { fingerprintOf } from '#server/platform/fingerprint.ts'
import type { Secret } from '#server/platform/secret.ts'
import { ClusterError, type Cluster, type SecretObject } from '../cluster/cluster.ts'
import { LeaseTaken, takeLease, type HeldLease } from '../cluster/lease.ts'
import type { Adapter, Turn, Values } from './adapter.ts'
import type { CatalogueEntry } from './catalogue-entry.ts'
import { FenceError, type Ports } from './engine.ts'
import { EscrowError, type Escrow } from './escrow.ts'
import type { Guide } from './guide.ts'
import { changeTo, gone, keyStateOf, type KeyState, type Rotation } from './key-state.ts'
import { noteOldest } from './oldest.ts'
import type { Redactor } from './redactor.ts'
import type { Answer, StepId, World } from './rotation.ts'

export type Place = {
  readonly cluster: Cluster
  readonly entry: CatalogueEntry
  readonly adapter: Adapter
  readonly escrow: Escrow
  readonly salt: Secret
  readonly redactor: Redactor
  readonly guide: Guide
  /** `anna@laptop#rotation`: whose Lease it is. */
  readonly holder: string
  /** The name of a rotation that begins now. */
  readonly newId: string
  readonly overlapMinutes: number
  readonly compromised: boolean
  /** Takes the key over from whoever wrote it before. */
  readonly takesOver: boolean
  readonly now: () => Temporal.Instant
  /** Between two looks at pods that have not taken up a value yet; false when that has been long enough. */
  readonly pause: (times: number) => Promise<boolean>
}

/** What was looked at last: what is written next is fenced by its resourceVersion. */
type Seen = { readonly object: SecretObject | undefined; readonly state: KeyState; readonly values: Values | undefined }

/** The rotation of one key of a Secret, its escrow and its acceptor, as the engine's world. */
export class RotationInCluster implements Ports {
  readonly #place: Place
  readonly #keys: readonly string[]
  #lease: HeldLease | undefined
  #seen: Seen | undefined

  constructor(place: Place) {
    this.#place = place
    this.#keys = place.entry.object.keys
  }

  epoch(): number {
    return this.#lease?.epoch ?? 0
  }

  seen(): Readonly<Record<string, string>> {
    const { rotation, fingerprint } = this.#looked().state
    const notBefore = rotation && earliestEnd(rotation, this.#place)?.toString({ smallestUnit: 'second' })
    return {
      ...(rotation && { from: rotation.from, to: rotation.to }),
      ...(fingerprint !== undefined && { published: fingerprint }),
      ...(notBefore !== undefined && { notBefore })
    }
  }

  async observe(): Promise<World> {
    const { cluster, entry } = this.#place
    const object = await cluster.secret(entry.object.secret)
    const state = keyStateOf(object, this.#keys)
    const leased = (await this.#lease?.keep()) === true && !(state.ended && state.epoch === this.epoch())
    const found = await valuesOf(this.#place, state.rotation)
    const values = typeof found === 'string' ? undefined : found
    this.#seen = { object, state, values }
    return {
      leased: yesIf(leased),
      stamped: yesIf(leased && state.epoch === this.epoch()),
      way: state.rotation?.way ?? 'none',
      escrowed: typeof found === 'string' ? found : 'yes',
      published: publishedIn(this.#place, state),
      overlapOver: isOver(state.rotation, this.#place),
      ...(values ? await factsOf(this.#place, values) : nothingKnown)
    }
  }

  async run(step: StepId): Promise<void> {
    await this.#steps[step]()
  }

  async undo(): Promise<void> {
    const { values } = this.#underWay()
    await this.#place.adapter.restore(values, this.#turn())
  }

  /** Where nothing was announced: what was begun under our name goes. Says whether anything may have been. */
  async sweep(): Promise<boolean> {
    const { adapter } = this.#place
    if (!adapter.sweep || this.#looked().state.next === undefined) return false
    await this.#take()
    try {
      await this.observe()
      const { rotation, next } = this.#looked().state
      if (rotation || next === undefined) return false // another one was quicker
      await adapter.sweep(this.#turn())
      await this.#write({ epoch: this.epoch(), ended: true, next: undefined })
      return true
    } finally {
      await this.release()
    }
  }

  async release(): Promise<void> {
    await this.#lease?.release()
  }

  readonly #steps: Record<StepId, () => Promise<void>> = {
    lease: () => this.#take(),
    stamp: () => this.#write({ epoch: this.epoch(), ended: false, next: this.#name() }),
    mint: () => this.#mint(),
    admit: () => this.#effect('admit', 'new', 'yes'),
    publish: () => this.#show('new', { publishedAt: this.#place.now().toString() }),
    adopt: () => this.#adopt('new'),
    settle: async () => {},
    commit: () => this.#go('revoking'),
    revoke: () => this.#effect('revoke', 'old', 'no'),
    record: () => this.#record(),
    turn: () => this.#go('aborting'),
    unpublish: () => this.#show('old'),
    readopt: () => this.#adopt('old'),
    withdraw: () => this.#effect('withdraw', 'new', 'no'),
    clear: () => this.#clear()
  }

  async #take(): Promise<void> {
    const { cluster, holder, now } = this.#place
    this.#lease = await takeLease(cluster, holder, now).catch((error: unknown) => {
      throw error instanceof LeaseTaken ? new FenceError(error.message) : error
    })
  }

  async #mint(): Promise<void> {
    const { adapter, redactor, escrow, newId: id, salt } = this.#place
    const values = await adapter.mint(this.#turn())
    for (const value of [values.old, values.new]) redactor.know(value)
    await escrow.put(`${id}.old`, values.old)
    await escrow.put(`${id}.new`, values.new)
    const [from, to] = [fingerprintOf(salt, values.old), fingerprintOf(salt, values.new)]
    await this.#write({ rotation: { id, from, to, way: 'forward' } })
  }

  async #effect(what: 'admit' | 'revoke' | 'withdraw', on: keyof Values, wanted: Answer): Promise<void> {
    const { adapter } = this.#place
    const { values } = this.#underWay()
    await adapter[what](values, this.#turn())
    await this.#until(async () => (await adapter.accepted(values[on])) === wanted)
  }

  async #show(which: keyof Values, more: Partial<Rotation> = {}): Promise<void> {
    const { rotation, values } = this.#underWay()
    const value = this.#place.adapter.showing(this.#published(), values[which])
    await this.#write({ value, rotation: { ...rotation, ...more } })
  }

  async #adopt(which: keyof Values): Promise<void> {
    const { values } = this.#underWay()
    await this.#place.adapter.handOver?.(values[which], this.#turn())
    await this.#until(async () => (await this.#place.adapter.adopted(values[which])) === 'yes')
  }

  async #go(way: Rotation['way']): Promise<void> {
    await this.#write({ rotation: { ...this.#underWay().rotation, way } })
  }

  async #record(): Promise<void> {
    const { adapter, escrow, now, cluster, entry } = this.#place
    const { rotation, values } = this.#underWay()
    await adapter.tidy?.(values.old)
    const former = gone(this.#looked().state, rotation.from)
    const lastRotated = now().toString({ smallestUnit: 'second' })
    await this.#write({ rotation: undefined, ended: true, lastRotated, named: this.#name(), next: undefined, former })
    await noteOldest(cluster, entry.object.secret)
    if (!adapter.keepsOld) await escrow.remove(`${rotation.id}.old`)
  }

  async #clear(): Promise<void> {
    const { rotation, values } = this.#underWay()
    await this.#place.adapter.tidy?.(values.new)
    const former = gone(this.#looked().state, rotation.to)
    await this.#write({ rotation: undefined, ended: true, next: undefined, former })
    for (const which of ['old', 'new']) await this.#place.escrow.remove(`${rotation.id}.${which}`)
  }

  /** Pods take up what they read in their own time. */
  async #until(isSo: () => Promise<boolean>): Promise<void> {
    for (let times = 1; !(await isSo()); times += 1) {
      if (!(await this.#lease?.keep())) throw new FenceError()
      if (!(await this.#place.pause(times))) return
    }
  }

  async #write(change: Partial<KeyState>): Promise<void> {
    const { cluster, entry, adapter, salt, takesOver } = this.#place
    const { object, state } = this.#looked()
    const next = { ...state, ...change }
    const fingerprint = fingerprintOf(salt, adapter.shown(next.value ?? missing(this.#keys.join())))
    await cluster
      .applySecret(entry.object.secret, {
        ...changeTo(this.#keys, { ...next, fingerprint }),
        resourceVersion: object?.resourceVersion,
        type: object?.type,
        force: takesOver
      })
      .catch((error: unknown) => {
        throw error instanceof ClusterError && error.fault === 'conflict' ? new FenceError(error.message) : error
      })
  }

  #turn(): Turn {
    return {
      epoch: this.epoch(),
      compromised: this.#place.compromised,
      rotation: this.#name(),
      formerRotation: this.#looked().state.named,
      guide: this.#place.guide,
      published: this.#published(),
      keep: async () => {
        if (!(await this.#lease?.keep())) throw new FenceError()
      },
      pause: this.#place.pause,
      write: (value) => this.#write({ value })
    }
  }

  /** Given out with the stamp, so that whoever is asked twice is asked for the same. */
  #name(): string {
    const { next, rotation } = this.#looked().state
    return next ?? rotation?.id ?? this.#place.newId
  }

  #published(): Secret {
    return this.#looked().state.value ?? missing(this.#keys.join())
  }

  #underWay(): { readonly rotation: Rotation; readonly values: Values } {
    const { state, values } = this.#looked()
    return { rotation: state.rotation ?? missing('rotation'), values: values ?? missing('values in escrow') }
  }

  #looked(): Seen {
    return this.#seen ?? missing('look at the cluster')
  }
}

/** The key that the rotation is of: two in one Secret go together under the name of the first. */
export function keyOf({ object }: CatalogueEntry): string {
  return object.keys[0] ?? missing(object.secret)
}

function missing(what: string): never {
  throw new TypeError(`there is no ${what}`)
}

const yesIf = (holds: boolean): Answer => (holds ? 'yes' : 'no')
type Facts = Pick<World, 'newAccepted' | 'oldAccepted' | 'newAdopted' | 'oldAdopted' | 'newUsed' | 'oldUsed'>
const nothingKnown: Facts = {
  newAccepted: 'unknown',
  oldAccepted: 'unknown',
  newAdopted: 'unknown',
  oldAdopted: 'unknown',
  newUsed: 'unknown',
  oldUsed: 'unknown'
}

/** From escrow, where both are and the new one is the one that was announced; else whether it is known that they are not. */
async function valuesOf(
  { escrow, salt, redactor }: Place,
  rotation: Rotation | undefined
): Promise<Values | 'no' | 'unknown'> {
  if (!rotation) return 'no'
  try {
    const [former, next] = [await escrow.get(`${rotation.id}.old`), await escrow.get(`${rotation.id}.new`)]
    for (const value of [former, next]) if (value) redactor.know(value)
    return former && next && fingerprintOf(salt, next) === rotation.to ? { old: former, new: next } : 'no'
  } catch (error) {
    if (error instanceof EscrowError) return 'unknown'
    throw error
  }
}

async function factsOf({ adapter }: Place, values: Values): Promise<Facts> {
  const [newAccepted, oldAccepted, newAdopted, oldAdopted, newUsed, oldUsed] = await Promise.all([
    adapter.accepted(values.new),
    adapter.accepted(values.old),
    adapter.adopted(values.new),
    adapter.adopted(values.old),
    adapter.used(values.new),
    adapter.used(values.old)
  ])
  return { newAccepted, oldAccepted, newAdopted, oldAdopted, newUsed, oldUsed }
}

function publishedIn({ adapter, salt }: Place, { value, rotation }: KeyState): World['published'] {
  if (!rotation) return 'old'
  const shown = value ? fingerprintOf(salt, adapter.shown(value)) : ''
  if (shown === rotation.to) return 'new'
  return shown === rotation.from ? 'old' : 'other'
}

function isOver(rotation: Rotation | undefined, place: Place): boolean {
  const end = rotation && earliestEnd(rotation, place)
  return end !== undefined && Temporal.Instant.compare(place.now(), end) >= 0
}

/** Before then the old value does not go. */
function earliestEnd({ publishedAt }: Rotation, { overlapMinutes }: Place): Temporal.Instant | undefined {
  return publishedAt === undefined ? undefined : Temporal.Instant.from(publishedAt).add({ minutes: overlapMinutes })
}
