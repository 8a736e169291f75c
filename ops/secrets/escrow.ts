import { timingSafeEqual } from 'node:crypto'
import { open, readFile, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { armor, Decrypter, Encrypter } from 'age-encryption'
import { makePrivateFolder } from '#server/platform/private-folder.ts'
import { Secret } from '#server/platform/secret.ts'
import { syncFolder } from './journal.ts'

/** One of the places that hold what was sealed, so that no lost laptop and no lost cluster takes a credential along. */
export type EscrowPlace = {
  readonly name: string
  /** Durable when it resolves. */
  write(name: string, sealed: string): Promise<void>
  read(name: string): Promise<string | undefined>
  remove(name: string): Promise<void>
  list(): Promise<string[]>
}

/** Sealed for people (age), in every place, before it has an effect anywhere. */
export type Escrow = {
  /** Puts a value into every place, reads it back from each, opens it and compares. */
  put(name: string, value: Secret): Promise<void>
  /** From the first place that has it; undefined when none does. */
  get(name: string): Promise<Secret | undefined>
  remove(name: string): Promise<void>
  list(): Promise<string[]>
}

/** A value would not have been readable later, or is not what it was. */
export class EscrowError extends Error {}

export type EscrowKeys = {
  /** `age1…`: of at least two people or places, so that one lost key loses nothing. */
  readonly recipients: readonly string[]
  /** `AGE-SECRET-KEY-1…` of whoever sits here. */
  readonly identities: readonly Secret[]
}

export function makeEscrow({ recipients, identities }: EscrowKeys, places: readonly EscrowPlace[]): Escrow {
  if (new Set(recipients).size < 2)
    throw new EscrowError('Escrow needs two recipients at least: yours and one kept offline.')
  if (places.length === 0) throw new EscrowError('Escrow needs a place.')
  const readFrom = async (place: EscrowPlace, name: string) => {
    const sealed = await place.read(name)
    return sealed === undefined ? undefined : openSealed(identities, sealed)
  }
  return {
    async put(name, value) {
      const sealed = await seal(recipients, value)
      for (const place of places) {
        await place.write(name, sealed)
        const back = await readFrom(place, name)
        if (!back || !isSame(back, value)) throw new EscrowError(`${place.name} does not give back what was put there.`)
      }
    },
    async get(name) {
      for (const place of places) {
        const value = await readFrom(place, name)
        if (value) return value
      }
      return undefined
    },
    async remove(name) {
      for (const place of places) await place.remove(name)
    },
    async list() {
      const names = await Promise.all(places.map((place) => place.list()))
      return [...new Set(names.flat())].toSorted()
    }
  }
}

async function seal(recipients: readonly string[], value: Secret): Promise<string> {
  const encrypter = new Encrypter()
  for (const recipient of new Set(recipients)) encrypter.addRecipient(recipient)
  return armor.encode(await encrypter.encrypt(value.reveal()))
}

/** EscrowError when none of the identities opens it. */
export async function openSealed(identities: readonly Secret[], sealed: string): Promise<Secret> {
  const decrypter = new Decrypter()
  for (const identity of identities) decrypter.addIdentity(identity.reveal())
  try {
    return new Secret(await decrypter.decrypt(armor.decode(sealed), 'text'))
  } catch {
    // What the library says may hold parts of the file.
    throw new EscrowError('None of your age identities opens what is in escrow, or it was changed.')
  }
}

/** For how many it was sealed: their stanzas stand in the header, their names do not (age-encryption.org/v1). */
export function recipientsIn(sealed: string): number {
  try {
    const [header = ''] = Buffer.from(armor.decode(sealed)).toString('latin1').split('\n---')
    return header.split('\n').filter((line) => line.startsWith('-> X25519 ')).length
  } catch {
    return 0 // no age file at all: whoever opens it says so
  }
}

export function isSame(left: Secret, right: Secret): boolean {
  const [one, other] = [Buffer.from(left.reveal()), Buffer.from(right.reveal())]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** One file a value, ciphertext only, there whole or not at all. */
export function escrowFolder(folder: string): EscrowPlace {
  const fileOf = (name: string) => join(folder, `${name}.age`)
  return {
    name: folder,
    async write(name, sealed) {
      await makePrivateFolder(folder)
      const draft = `${fileOf(name)}.${process.pid}`
      const handle = await open(draft, 'w', 0o600)
      try {
        await handle.writeFile(sealed)
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(draft, fileOf(name))
      await syncFolder(folder)
    },
    read: (name) => readFile(fileOf(name), 'utf8').catch(absent),
    remove: (name) => rm(fileOf(name), { force: true }),
    async list() {
      const files = (await readdir(folder).catch(absent)) ?? []
      return files.filter((file) => file.endsWith('.age')).map((file) => file.slice(0, -'.age'.length))
    }
  }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
