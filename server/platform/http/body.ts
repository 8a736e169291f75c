import { AppError } from '../errors.ts'

/** JSON nested deeper than this is refused before any schema looks at it. */
const deepest = 32

const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * A request body: strict UTF-8, JSON of bounded depth, no lone surrogate and no NUL (PostgreSQL can store neither), no
 * `__proto__`. Throws `invalid_json`.
 */
export function parseBody(bytes: Buffer): unknown {
  try {
    const body: unknown = JSON.parse(utf8.decode(bytes))
    inspect(body, 0)
    return body
  } catch (error) {
    throw new AppError('invalid_json', { cause: error })
  }
}

function inspect(value: unknown, depth: number): void {
  if (typeof value === 'string') return inspectText(value)
  if (typeof value !== 'object' || value === null) return
  if (depth === deepest) throw new RangeError('nested too deeply')
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__proto__') throw new TypeError('forbidden key')
    inspectText(key)
    inspect(inner, depth + 1)
  }
}

function inspectText(text: string): void {
  if (!text.isWellFormed() || text.includes('\0')) throw new TypeError('text that cannot be stored')
}
