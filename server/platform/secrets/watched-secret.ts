import { EventEmitter } from 'node:events'
import { errorCode } from '../start-error.ts'
import { Secret } from '../secret.ts'

/** What is wrong with a text that should be this secret; undefined where nothing is. Never says the text. */
export type ProblemOf = (text: string) => string | undefined
/** The secret of a file; `missing`: what is wrong where there is none or it is empty. */
export type FindSecret = (name: string, problemOf: ProblemOf, missing?: string | false) => WatchedSecret
/** Puts a candidate to use where it is accepted; throws where it is not, and everything stays as it was. */
export type Adopt = (candidate: Secret) => Promise<void>

export type WatchedSecretOptions = {
  /** Its file. */
  readonly name: string
  readonly value?: string | undefined
  readonly problemOf?: ProblemOf
  readonly now?: () => Temporal.Instant
}

/** `taken`: a new value is in force. `refused`, with a code: one was offered, or shown, and is not accepted. */
type Events = { taken: []; refused: [code: string] }

const shortestPauseMs = 5_000
const longestPauseMs = 300_000

/**
 * One secret of this process and its life: the value in force, the one before it, and one that the file holds and nobody
 * accepts yet. A value comes into force once whoever presents it has seen it accepted; until then the former one stays.
 */
export class WatchedSecret extends EventEmitter<Events> {
  readonly name: string
  readonly #problemOf: ProblemOf
  readonly #now: () => Temporal.Instant
  #active: Secret | undefined
  #former: Secret | undefined
  #offered: Secret | undefined
  #adopt: Adopt | undefined
  #reread: () => string | undefined = () => undefined
  #turn: Promise<unknown> = Promise.resolve()
  #recovering: Promise<boolean> | undefined
  #pauseMs = shortestPauseMs
  #nextTry: Temporal.Instant | undefined
  #loadedAt: Temporal.Instant
  #lastUsedOk: Temporal.Instant | undefined
  #lastError: { readonly code: string; readonly at: Temporal.Instant } | undefined

  constructor({ name, value, problemOf = () => undefined, now = Temporal.Now.instant }: WatchedSecretOptions) {
    super()
    this.name = name
    this.#problemOf = problemOf
    this.#now = now
    this.#active = value ? new Secret(value) : undefined
    this.#loadedAt = now()
  }

  /** Undefined where there is no such file. */
  get active(): Secret | undefined {
    return this.#active
  }

  /** What was in force before. */
  get former(): Secret | undefined {
    return this.#former
  }

  /** What the file holds while another value is in force. */
  get offered(): Secret | undefined {
    return this.#offered
  }

  get loadedAt(): Temporal.Instant {
    return this.#loadedAt
  }

  get lastUsedOk(): Temporal.Instant | undefined {
    return this.#lastUsedOk
  }

  get lastError(): { readonly code: string; readonly at: Temporal.Instant } | undefined {
    return this.#lastError
  }

  /** The one who presents it says how a candidate is tried. Without one it comes into force as it is. */
  whenOffered(adopt: Adopt): void {
    this.#adopt = adopt
  }

  /** How the file is read once more after a refusal. */
  readBy(reread: () => string | undefined): void {
    this.#reread = reread
  }

  /** It was shown and accepted. */
  used(): void {
    this.#lastUsedOk = this.#now()
  }

  /** What the file holds now. A text of the wrong shape, and none at all, leave everything as it is. */
  async offer(text: string | undefined): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#note(text)) await this.#try(this.#offered)
    })
  }

  /** It could not be read, or must not be used as it lies there. */
  reject(code: string): void {
    this.#refuse(code)
  }

  /** Tries again what was not accepted before, at longer and longer pauses. */
  async retry(): Promise<void> {
    const due = this.#offered && (!this.#nextTry || Temporal.Instant.compare(this.#now(), this.#nextTry) >= 0)
    if (due) await this.#inTurn(() => this.#try(this.#offered))
  }

  /**
   * Whoever was shown `refused` does not accept it, and says so with a code: the file is read once more, and then the former value tried. Resolves
   * whether another one is in force now.
   */
  recover(refused: Secret | undefined, code = 'not_accepted'): Promise<boolean> {
    this.#recovering ??= this.#inTurn(() => this.#recover(refused, code)).finally(() => (this.#recovering = undefined))
    return this.#recovering
  }

  async #recover(refused: Secret | undefined, code: string): Promise<boolean> {
    if (this.#active !== refused) return true
    this.#refuse(code)
    const text = this.#reread()
    this.#note(text)
    const others = [this.#offered, this.#former].filter((other) => other && !(refused && other.equals(refused)))
    for (const other of others) {
      if (!(await this.#try(other))) continue
      this.#note(text) // the file may still hold what was refused: an offer again
      this.#nextTry = this.#now().add({ milliseconds: this.#pauseMs })
      return true
    }
    return false
  }

  /** Whether the file holds another value than the one in force. */
  #note(text: string | undefined): boolean {
    if (!text) return text === '' && (this.#refuse('malformed'), false)
    if (this.#problemOf(text) !== undefined) return (this.#refuse('malformed'), false)
    const found = new Secret(text)
    const isInForce = this.#active?.equals(found) ?? false
    if (isInForce) this.#offered = undefined
    else if (!this.#offered?.equals(found)) [this.#offered, this.#pauseMs] = [found, shortestPauseMs]
    return !isInForce
  }

  async #try(candidate: Secret | undefined): Promise<boolean> {
    if (!candidate) return false
    try {
      await this.#adopt?.(candidate)
    } catch (error) {
      this.#nextTry = this.#now().add({ milliseconds: this.#pauseMs })
      this.#pauseMs = Math.min(longestPauseMs, 2 * this.#pauseMs)
      this.#refuse(shortCode(error))
      return false
    }
    this.#former = this.#active
    this.#active = candidate
    if (this.#offered === candidate) this.#offered = undefined
    this.#loadedAt = this.#now()
    if (this.#adopt) this.#lastUsedOk = this.#loadedAt // it was shown, to be tried
    this.emit('taken')
    return true
  }

  #refuse(code: string): void {
    this.#lastError = { code, at: this.#now() }
    this.emit('refused', code)
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(run)
    this.#turn = done.catch(() => {})
    return done
  }
}

/** Codes are ours or a protocol's; a message could hold anything. */
function shortCode(error: unknown): string {
  const code = errorCode(error)
  return code !== undefined && /^\w{1,40}$/.test(code) ? code : 'not_accepted'
}

/** What a file holds now, read once for each value. */
export function keptOf<T>(read: (text: string) => T | undefined): (file: WatchedSecret) => T | undefined {
  const kept = new WeakMap<Secret, T | undefined>()
  return ({ active }) => {
    if (!active) return undefined
    if (!kept.has(active)) kept.set(active, read(active.reveal()))
    return kept.get(active)
  }
}
