import { randomBytes } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { hash, parseOptions, verify } from '@node-rs/argon2'
import { AppError } from '#server/platform/errors.ts'

export type Passwords = {
  /** A PHC string; throws `busy`. */
  hash(password: string): Promise<string>
  /**
   * Always one argon2id computation, whether or not there is a hash to compare with, so that nobody learns from the time
   * it takes who has an account; throws `busy`.
   */
  verify(stored: string | null | undefined, password: string): Promise<boolean>
  /** The hash was made with lower parameters than today's, or by another method. */
  isOutdated(stored: string): boolean
}

/** The computation itself; tests count its calls. */
export type Hasher = {
  hash(password: string): Promise<string>
  verify(stored: string, password: string): Promise<boolean>
}

export type Argon2Parameters = { readonly memoryKib: number; readonly passes: number; readonly lanes: number }

/** OWASP's minimum for argon2id. */
export const parameters: Argon2Parameters = { memoryKib: 19_456, passes: 2, lanes: 1 }
/** A row that somebody tampered with must not take the memory of the process. */
const bounds: Argon2Parameters = { memoryKib: 262_144, passes: 10, lanes: 16 }

/** `parallel` computations at once (the cores), `waiting` more in line; beyond that `busy`, never a skipped computation. */
export function createPasswords({
  hasher = argon2Hasher(parameters),
  parallel = availableParallelism(),
  waiting = 64
}: { hasher?: Hasher; parallel?: number; waiting?: number } = {}): Passwords {
  const inTurn = turns(parallel, waiting)
  const nobody = hashOfNothing(parameters)
  return {
    hash: (password) => inTurn(() => hasher.hash(password)),
    async verify(stored, password) {
      const usable = typeof stored === 'string' && isWithin(stored, bounds)
      const matches = await inTurn(() => hasher.verify(usable ? stored : nobody, password))
      return usable && matches
    },
    isOutdated: (stored) => !isAtLeast(stored, parameters)
  }
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
