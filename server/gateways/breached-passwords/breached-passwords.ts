import { createHash } from 'node:crypto'
import type { Log } from '#server/platform/context.ts'
import { outbound } from '#server/platform/outbound.ts'

export type BreachedPasswords = {
  /** Whether the service knows the password from a leak; false also when it does not answer in time, or not as it should. */
  isBreached(password: string): Promise<boolean>
}

const limits = { timeoutMs: 800, sizeLimit: 512 * 1024 } // a padded answer has about 40 kB

/**
 * Asks a service with the range API of Have I Been Pwned (v3) at `url`. It learns the first five of forty digits of a SHA-1,
 * which hundreds of passwords share, and padding hides from whoever watches how many (a count of 0 is padding). SHA-1 is the
 * API's choice and protects nothing here. The service is a second opinion: our own list decides alone when it is down, slow
 * or talks nonsense.
 */
export function breachedPasswords({ url, log }: { url: string; log: Log }): BreachedPasswords {
  const ask = outbound({ hosts: [new URL(url).host], privateNetwork: true, plainLoopback: true, ...limits })
  return {
    async isBreached(password) {
      const digest = createHash('sha1').update(password).digest('hex').toUpperCase()
      try {
        const { status, text } = await ask(`${url}/range/${digest.slice(0, 5)}`, { headers })
        if (status !== 200) throw new Error(`it answered with ${status}`)
        return countOf(digest.slice(5), text) > 0
      } catch (error) {
        log.warn(
          { reason: error instanceof Error ? error.message : '' },
          'The breached-password service gave no answer'
        )
        return false
      }
    }
  }
}

const headers = { accept: 'text/plain', 'add-padding': 'true', 'user-agent': 'honeyDue' } // the API refuses whoever has no name

/** Throws unless every line is of the format: half an answer is none. */
function countOf(suffix: string, answer: string): number {
  const lines = answer
    .trim()
    .split('\n')
    .map((line) => line.trim())
  if (!lines.every((line) => /^[0-9A-F]{35}:\d{1,12}$/.test(line))) throw new Error('it answered with something else')
  return Number(lines.find((line) => line.startsWith(`${suffix}:`))?.slice(suffix.length + 1) ?? 0)
}
