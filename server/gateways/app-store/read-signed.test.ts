import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Environment, SignedDataVerifier } from '@apple/app-store-server-library'
import fc from 'fast-check'
import { storeApp, transactionPayload } from '#test/doubles/app-store/payloads.ts'
import { signedNotifications } from '#test/doubles/app-store/signed-notifications.ts'
import { signingAuthority, type Signer } from '#test/doubles/app-store/signing-authority.ts'
import { NotFromTheStore, type Doubt } from './not-from-the-store.ts'
import { signedReader } from './read-signed.ts'
import { environments } from './store-app.ts'

const now = Temporal.Instant.from('2026-03-10T12:00:00Z')
const nowMs = now.epochMilliseconds
const dayMs = 86_400_000

const authority = await signingAuthority()
const { notification, agreed, stricter } = signedNotifications(authority, nowMs)

function ours(token: string): Doubt | 'taken' {
  try {
    signedReader(storeApp, { root: authority.root, now: () => now }).notification(token)
    return 'taken'
  } catch (error) {
    if (error instanceof NotFromTheStore) return error.doubt
    throw error
  }
}

/** Apple's own library, offline, of the two environments that are signed: the notification and what is in it. */
async function apples(token: string): Promise<'taken' | 'refused'> {
  for (const environment of [Environment.PRODUCTION, Environment.SANDBOX]) {
    const root = Buffer.from(authority.root.replaceAll(/-----.*-----|\s/g, ''), 'base64')
    const verifier = new SignedDataVerifier([root], false, environment, storeApp.bundleId, storeApp.appAppleId)
    try {
      const { data } = await verifier.verifyAndDecodeNotification(token)
      if (data?.signedTransactionInfo) await verifier.verifyAndDecodeTransaction(data.signedTransactionInfo)
      if (data?.signedRenewalInfo) await verifier.verifyAndDecodeRenewalInfo(data.signedRenewalInfo)
      return 'taken'
    } catch {
      continue
    }
  }
  return 'refused'
}

// ASVS 9.1.1, 9.1.2, 9.1.3, 9.2.3
for (const [what, make, doubt] of agreed) {
  test(`a notification ${what}: ${doubt === 'taken' ? 'taken' : `not taken (${doubt})`}, as Apple’s library says`, async () => {
    const token = await make()
    assert.equal(ours(token), doubt)
    assert.equal(await apples(token), doubt === 'taken' ? 'taken' : 'refused')
  })
}

for (const [what, make, doubt] of stricter) {
  test(`a notification ${what}: not taken (${doubt}), though Apple’s library would`, async () => {
    const token = await make()
    assert.equal(ours(token), doubt)
    assert.equal(await apples(token), 'taken')
  })
}

// ASVS 9.2.1
test('what is a week old is taken, and what runs a little ahead', () => {
  assert.deepEqual(
    [nowMs - 7 * dayMs, nowMs + 4 * 60_000].map((at) => ours(notification({ at }))),
    ['taken', 'taken']
  )
})

test('what an app shows may be old, if its signer is still valid', async () => {
  const reader = signedReader(storeApp, { root: authority.root, now: () => now })
  const at = nowMs - 100 * dayMs
  const old = (signer: Signer) => ({ transaction: signer.jws(transactionPayload(at)) })
  const gone = await authority.flawed({ leafUntil: '2026-03-01T00:00:00Z' })
  assert.equal(reader.purchase(old(authority.signer), 'client').transaction.signedDate, at)
  assert.equal(reader.purchase(old(gone), 'answer').transaction.signedDate, at)
  assert.throws(() => reader.purchase(old(gone), 'client'), { doubt: 'validity' })
})

test('whoever signed is named once, so that Apple can be asked about them', async () => {
  const reader = signedReader(storeApp, { root: authority.root, now: () => now })
  const serials = (token: string) => reader.notification(token).signers.map(({ leaf }) => leaf.serialNumber)
  const other = await authority.flawed({})
  assert.deepEqual(serials(notification()), [authority.signer.leaf.serialNumber])
  assert.deepEqual(serials(notification({ inner: other })), [
    authority.signer.leaf.serialNumber,
    other.leaf.serialNumber
  ])
})

test('there are two environments, and no way to a third', () => {
  assert.deepEqual(environments, { Production: 'production', Sandbox: 'sandbox' })
})

test('no single character of what is signed can be another', () => {
  const token = notification()
  fc.assert(
    fc.property(
      fc.nat(token.length - 1),
      fc.constantFrom('A', 'Q', 'g', 'w', '_', '-', '.', 'z', '9'),
      (at, letter) => {
        fc.pre(token[at] !== letter)
        assert.notEqual(ours(token.slice(0, at) + letter + token.slice(at + 1)), 'taken')
      }
    ),
    { numRuns: 200, seed: 6 }
  )
})

test('whatever comes in place of a token is refused, never an error of ours', () => {
  const junk = fc.oneof(
    fc.string(),
    fc
      .tuple(fc.json(), fc.json(), fc.string())
      .map((parts) => parts.map((part) => Buffer.from(part).toString('base64url')).join('.'))
  )
  fc.assert(
    fc.property(junk, (token) => assert.notEqual(ours(token), 'taken')),
    { seed: 6 }
  )
})
