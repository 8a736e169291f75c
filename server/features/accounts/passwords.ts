import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, parseOptions, verify } from '@node-rs/argon2'
import { AppError } from '#server/platform/errors.ts'
import { peppered, withoutPepper, type Pepper } from './pepper.ts'

export type Passwords = {
  /** A PHC string, behind the name of its pepper if there is one; throws `busy`. */
  hash(password: string): Promise<string>
  /**
   * Always one argon2id computation, whether or not there is a hash to compare with, so that nobody learns from the time
   * it takes who has an account; throws `busy`.
   */
  verify(stored: string | null | undefined, password: string): Promise<boolean>
  /** The hash was made with lower parameters than today's, by another method or with another pepper. */
  isOutdated(stored: string): boolean
  /** What is computed with where there is no hash; no password matches it. */
  readonly dummy: string
}

/** The computation itself; tests count its calls. */
export type Hasher = {
  hash(password: string): Promise<string>
  verify(stored: string, password: string): Promise<boolean>
}

export type Argon2Parameters = { readonly memoryKib: number; readonly passes: number; readonly lanes: number }

/** OWASP's minimum for argon2id; tests and the bench compute with it. */
export const parameters: Argon2Parameters = { memoryKib: 19_456, passes: 2, lanes: 1 }
/** A row that somebody tampered with must not take the memory of the process. */
export const bounds: Argon2Parameters = { memoryKib: 262_144, passes: 10, lanes: 16 }

type Options = {
  /** What new hashes cost. */
  cost?: Argon2Parameters
  hasher?: Hasher
  pepper?: Pepper
  parallel?: number
  waiting?: number
}

/** `parallel` computations at once (the cores), `waiting` more in line; beyond that `busy`, never a skipped computation. */
export function createPasswords({
  cost = parameters,
  hasher = argon2Hasher(cost),
  pepper,
  parallel = availableParallelism(),
  waiting = 64
}: Options = {}): Passwords {
  const inTurn = turns(parallel, waiting)
  const dummy = hashOfNothing(cost)
  return {
    dummy,
    async hash(password) {
      const { prefix, text } = peppered(pepper, password)
      return prefix + (await inTurn(() => hasher.hash(text)))
    },
    async verify(stored, password) {
      const known = withoutPepper(pepper, stored ?? '', password)
      const usable = known !== undefined && isWithin(known.phc, bounds)
      const { phc, text } = usable ? known : { phc: dummy, text: password }
      const matches = await inTurn(() => hasher.verify(phc, text))
      return usable && matches
    },
    isOutdated(stored) {
      const { prefix } = peppered(pepper, '')
      return !stored.startsWith(`${prefix}$`) || !isAtLeast(stored.slice(prefix.length), cost)
    }
  }
}

/**
 * Throws unless the computation for nobody is a whole one, with the parameters and the sizes of a real one: a dummy that the
 * library refuses at a glance, or that costs less, would tell who has an account.
 */
export async function assertEqualWork(passwords: Passwords): Promise<void> {
  const [real, matches] = await Promise.all([passwords.hash('x'), passwords.verify(undefined, 'x')])
  if (matches || shape(real) !== shape(passwords.dummy))
    throw new Error(
      `the password check for nobody (${shape(passwords.dummy)}) is not that of somebody (${shape(real)})`
    )
}

/** A PHC string with the lengths of salt and hash in place of these. */
function shape(stored: string): string {
  return stored.slice(stored.indexOf('$')).replaceAll(/[\w+/]{20,}/g, (part) => String(part.length))
}

/** A well-formed PHC string that costs what a real one costs and that no password matches: salt and hash are random. */
export function hashOfNothing({ memoryKib, passes, lanes }: Argon2Parameters): string {
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${randomBase64(16)}$${randomBase64(32)}`
}

function randomBase64(bytes: number): string {
  return randomBytes(bytes).toString('base64').replaceAll('=', '')
}

/** argon2id (RFC 9106), the library's default. */
export function argon2Hasher({ memoryKib, passes, lanes }: Argon2Parameters): Hasher {
  const options = { memoryCost: memoryKib, timeCost: passes, parallelism: lanes }
  return { hash: (password) => hash(password, options), verify: (stored, password) => verify(stored, password) }
}

function isWithin(stored: string, limits: Argon2Parameters): boolean {
  const found = parametersOf(stored)
  if (!found) return false
  return found.memoryKib <= limits.memoryKib && found.passes <= limits.passes && found.lanes <= limits.lanes
}

function isAtLeast(stored: string, least: Argon2Parameters): boolean {
  const found = stored.startsWith('$argon2id$') ? parametersOf(stored) : undefined
  return found !== undefined && found.memoryKib >= least.memoryKib && found.passes >= least.passes
}

function parametersOf(stored: string): Argon2Parameters | undefined {
  try {
    const { memoryCost, timeCost, parallelism } = parseOptions(stored)
    return { memoryKib: memoryCost, passes: timeCost, lanes: parallelism }
  } catch {
    return undefined
  }
}

const retryAfterSeconds = 2

/** Runs at most `parallel` at a time, in order of arrival. */
function turns(parallel: number, waiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  const line: (() => void)[] = []
  let running = 0
  return async (work) => {
    if (running >= parallel) {
      if (line.length >= waiting) throw new AppError('busy', { retryAfter: retryAfterSeconds })
      await new Promise<void>((resolve) => line.push(resolve))
    } else {
      running += 1
    }
    try {
      return await work()
    } finally {
      const next = line.shift()
      if (next) next()
      else running -= 1
    }
  }
}
