import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { outbound } from '#server/platform/outbound.ts'
import { ocspResponder } from '#test/doubles/app-store/ocsp-responder.ts'
import { signingAuthority } from '#test/doubles/app-store/signing-authority.ts'
import { certificateVerdict } from './ocsp.ts'
import { X509Certificate } from 'node:crypto'

const now = Temporal.Instant.from('2026-03-10T12:00:00Z')

async function stage(t: TestContext) {
  const responder = await ocspResponder(t, () => now)
  const authority = await signingAuthority({ ocspUrl: responder.url })
  responder.issuers.push(...authority.issuers)
  const ask = outbound({ hosts: [new URL(responder.url).host], plainLoopback: true })
  const { leaf, intermediate } = authority.signer
  const root = new X509Certificate(authority.root)
  return {
    responder,
    authority,
    ofLeaf: () => certificateVerdict(ask, { certificate: leaf, issuer: intermediate, now }),
    ofIntermediate: () => certificateVerdict(ask, { certificate: intermediate, issuer: root, now })
  }
}

test('an authority, or whom it has let answer, says whether a certificate was taken back', async (t) => {
  const { responder, authority, ofLeaf, ofIntermediate } = await stage(t)
  assert.deepEqual([await ofLeaf(), await ofIntermediate()], ['good', 'good'])
  const { leaf, intermediate } = authority.signer
  responder.revoked.add(leaf.serialNumber)
  assert.deepEqual([await ofLeaf(), await ofIntermediate()], ['revoked', 'good'])
  responder.revoked.add(intermediate.serialNumber)
  assert.equal(await ofIntermediate(), 'revoked')
  assert.deepEqual(new Set(responder.asked), new Set([leaf.serialNumber, intermediate.serialNumber]))
})

test('what cannot be believed says nothing, neither good nor bad', async (t) => {
  const { responder, ofLeaf, authority } = await stage(t)
  responder.revoked.add(authority.signer.leaf.serialNumber)
  for (const flaw of ['signed by another', 'old', 'about another', 'no answer', 'try later'] as const) {
    responder.flaw = flaw
    assert.equal(await ofLeaf(), 'unknown', flaw)
  }
  responder.flaw = 'none'
  responder.issuers.length = 0
  assert.equal(await ofLeaf(), 'unknown', 'the responder does not know the issuer')
})

test('nobody answers in the place of an authority but whom it has let', async (t) => {
  const { responder, ofLeaf, authority } = await stage(t)
  const [root, intermediate] = authority.issuers
  const { signer, issuers } = await signingAuthority()
  assert.equal(await ofLeaf(), 'good')
  const others = [
    issuers[1]?.responder,
    { certificate: authority.signer.leaf.raw, key: authority.signer.key },
    { certificate: signer.leaf.raw, key: signer.key }
  ]
  for (const other of others) {
    responder.issuers.splice(0, 2, root ?? assert.fail(), {
      ...(intermediate ?? assert.fail()),
      responder: other ?? assert.fail()
    })
    assert.equal(await ofLeaf(), 'unknown')
  }
})

test('a certificate that does not say whom to ask is not asked about', async () => {
  const { signer } = await signingAuthority()
  const ask = () => assert.fail('nobody to ask')
  assert.equal(await certificateVerdict(ask, { certificate: signer.leaf, issuer: signer.intermediate, now }), 'unknown')
})
