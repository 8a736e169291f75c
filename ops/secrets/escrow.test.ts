import assert from 'node:assert/strict'
import { readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { Secret } from '#server/platform/secret.ts'
import { temporaryFolder } from '#test/embedded.ts'
import { EscrowError, escrowFolder, makeEscrow, type EscrowPlace } from './escrow.ts'

async function person() {
  const identity = await generateIdentity()
  return { identity: new Secret(identity), recipient: await identityToRecipient(identity) }
}

async function inEscrow(t: TestContext, ...wrapped: ((place: EscrowPlace) => EscrowPlace)[]) {
  const [anna, safe] = [await person(), await person()]
  const folder = await temporaryFolder(t)
  const plain = ['laptop', 'cluster'].map((name) => escrowFolder(join(folder, name)))
  const places = plain.map((place, at) => wrapped[at]?.(place) ?? place)
  const recipients = [anna.recipient, safe.recipient]
  return {
    folder,
    places,
    recipients,
    anna,
    safe,
    escrow: makeEscrow({ recipients, identities: [anna.identity] }, places)
  }
}

const value = new Secret('a password that nobody guesses')

test('what is put in escrow is in every place, sealed, and each of the recipients opens it', async (t) => {
  const { folder, places, recipients, safe, escrow } = await inEscrow(t)
  await escrow.put('rotation-1', value)
  for (const place of ['laptop', 'cluster']) {
    const file = join(folder, place, 'rotation-1.age')
    assert.doesNotMatch(await readFile(file, 'utf8'), /password/)
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    assert.deepEqual(await readdir(join(folder, place)), ['rotation-1.age'])
  }
  const other = makeEscrow({ recipients, identities: [safe.identity] }, places)
  assert.equal((await other.get('rotation-1'))?.reveal(), value.reveal())
  assert.deepEqual(await other.list(), ['rotation-1'])
  await other.remove('rotation-1')
  assert.equal(await escrow.get('rotation-1'), undefined)
  assert.deepEqual(await escrow.list(), [])
})

test('one place that is lost loses nothing', async (t) => {
  const { places, escrow } = await inEscrow(t)
  await escrow.put('rotation-1', value)
  await places[0]?.remove('rotation-1')
  assert.equal((await escrow.get('rotation-1'))?.reveal(), value.reveal())
})

test('one recipient is too few, and one named twice is one', async () => {
  const { identity, recipient } = await person()
  for (const recipients of [[recipient], [recipient, recipient]]) {
    assert.throws(() => makeEscrow({ recipients, identities: [identity] }, [escrowFolder('nowhere')]), EscrowError)
  }
})

test('a place that keeps nothing, or something else, is told before the value has an effect', async (t) => {
  const forgets = (place: EscrowPlace): EscrowPlace => ({ ...place, write: async () => {} })
  const forgetful = await inEscrow(t, (place) => place, forgets)
  await assert.rejects(forgetful.escrow.put('rotation-1', value), EscrowError)

  const cutsOff = (place: EscrowPlace): EscrowPlace => ({
    ...place,
    write: (name, sealed) => place.write(name, sealed.replace(/.{4}\n-----END/, 'AAAA\n-----END'))
  })
  const broken = await inEscrow(t, cutsOff)
  await assert.rejects(broken.escrow.put('rotation-1', value), EscrowError)
})

test('whoever is no recipient of their own escrow is told at once, and a stranger opens nothing', async (t) => {
  const { places, recipients, escrow } = await inEscrow(t)
  const stranger = makeEscrow({ recipients, identities: [(await person()).identity] }, places)
  await assert.rejects(stranger.put('rotation-1', value), EscrowError)
  await escrow.put('rotation-2', value)
  await assert.rejects(stranger.get('rotation-2'), EscrowError)
})
