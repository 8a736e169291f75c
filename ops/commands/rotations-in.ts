import { fingerprintOf } from '#server/platform/fingerprint.ts'
import type { Secret } from '#server/platform/secret.ts'
import { EscrowError, type Escrow } from '../secrets/escrow.ts'

/** By the fingerprint of what it made: the rotation under whose id escrow keeps it. What cannot be opened has none. */
export async function rotationsIn(escrow: Escrow, salt: Secret): Promise<Map<string, string>> {
  const made = (await escrow.list()).filter((name) => name.endsWith('.new'))
  const found = await Promise.all(made.map(async (name) => ({ name, value: await opened(escrow, name) })))
  return new Map(
    found.flatMap(({ name, value }) => (value ? [[fingerprintOf(salt, value), name.slice(0, -'.new'.length)]] : []))
  )
}

async function opened(escrow: Escrow, name: string): Promise<Secret | undefined> {
  try {
    return await escrow.get(name)
  } catch (error) {
    if (error instanceof EscrowError) return undefined
    throw error
  }
}
