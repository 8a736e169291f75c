import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'
import { decodeProtectedHeader } from 'jose'
import { outbound } from '#server/platform/outbound.ts'
import { race } from '#test/race.ts'
import { identityProvider } from '#test/identity-provider.ts'
import { keySet } from './key-set.ts'

async function keys(t: TestContext) {
  const provider = await identityProvider(t, { kind: 'google', clientId: 'us', redirectUri: 'http://localhost/back' })
  const ask = outbound({ hosts: [new URL(provider.url).host], plainLoopback: true })
  const set = keySet(() => ask(`${provider.url}/oauth2/v3/certs`), 'RS256')
  let now = Temporal.Instant.from('2026-03-10T12:00:00Z')
  return {
    provider,
    keyOf: (kid: string | undefined) => set.keyOf(kid, now),
    later: (duration: Temporal.DurationLike) => void (now = now.add(duration)),
    signingKid: async () => decodeProtectedHeader(await provider.sign()).kid ?? assert.fail('no kid')
  }
}

test('many who ask at once make one request, and a fresh set makes none', async (t) => {
  const { provider, keyOf, signingKid, later } = await keys(t)
  const kid = await signingKid()
  await race(50, () => keyOf(kid))
  later({ minutes: 59 })
  assert.ok(await keyOf(kid))
  assert.equal(provider.asked.keys, 1)
  later({ minutes: 2 })
  assert.ok(await keyOf(kid))
  assert.equal(provider.asked.keys, 2)
})

test('a set stays fresh for ten minutes at least and a day at most, whatever the provider says', async (t) => {
  for (const [value, minutes] of [
    ['no-store', 10],
    ['max-age=1', 10],
    ['max-age=99999999', 24 * 60],
    ['public, max-age=7200, must-revalidate', 120]
  ] as const) {
    const { provider, keyOf, signingKid, later } = await keys(t)
    provider.cacheControl.value = value
    const kid = await signingKid()
    await keyOf(kid)
    later({ minutes: minutes - 1 })
    await keyOf(kid)
    assert.equal(provider.asked.keys, 1, value)
    later({ minutes: 2 })
    await keyOf(kid)
    assert.equal(provider.asked.keys, 2, value)
  }
})

test('a thousand keys that nobody knows cost one request in half a minute, also while the provider fails', async (t) => {
  const { provider, keyOf, signingKid, later } = await keys(t)
  await keyOf(await signingKid())
  later({ seconds: 31 })
  const asked = provider.asked.keys
  await race(1000, (index) => keyOf(`unknown-${index}`))
  assert.equal(provider.asked.keys - asked, 1)
  provider.faults.keys = 0
  later({ seconds: 31 })
  for (let index = 0; index < 1000; index++) assert.equal(await keyOf(`more-${index}`), undefined)
  assert.equal(provider.asked.keys - asked, 2)
  later({ seconds: 29 })
  await keyOf('another')
  assert.equal(provider.asked.keys - asked, 2)
})

test('a provider that was never reached is not asked again within half a minute', async (t) => {
  const { provider, keyOf, later } = await keys(t)
  provider.faults.keys = 503
  for (let index = 0; index < 20; index++) await assert.rejects(keyOf('any'), { name: 'ProviderUnavailable' })
  assert.equal(provider.asked.keys, 1)
  later({ seconds: 31 })
  delete provider.faults.keys
  assert.equal(await keyOf('any'), undefined)
})

test('while the provider is down its known keys serve for a day, then nobody is judged', async (t) => {
  const { provider, keyOf, signingKid, later } = await keys(t)
  const kid = await signingKid()
  await keyOf(kid)
  for (const fault of [500, 302, 0]) {
    provider.faults.keys = fault
    later({ hours: 2 })
    assert.ok(await keyOf(kid), `with ${fault}`)
  }
  later({ hours: 20 })
  await assert.rejects(keyOf(kid), { name: 'ProviderUnavailable' })
})

test('a key that is published before it is used costs no sign-in', async (t) => {
  const { provider, keyOf, signingKid, later } = await keys(t)
  await keyOf(await signingKid())
  await provider.rotate({ publishOnly: true })
  await keyOf('a stranger’s token in between')
  later({ seconds: 31 })
  await provider.rotate()
  assert.ok(await keyOf(await signingKid()))
})

test('a key that is withdrawn works no longer than the set is fresh', async (t) => {
  const { provider, keyOf, signingKid, later } = await keys(t)
  const kid = await signingKid()
  assert.ok(await keyOf(kid))
  await provider.rotate({ withdraw: true })
  later({ minutes: 61 })
  assert.equal(await keyOf(kid), undefined)
})

test('without a key id the only key is meant, and none when there are several', async (t) => {
  const { provider, keyOf, later } = await keys(t)
  assert.ok(await keyOf(undefined))
  await provider.rotate({ publishOnly: true })
  later({ minutes: 61 })
  assert.equal(await keyOf(undefined), undefined)
})

test('what is no key set, or holds no key for signatures, leaves the known keys as they are', async () => {
  const answers = [
    '',
    '[]',
    '{"keys":{}}',
    '{"keys":[null,{"kty":"oct","k":"a2V5"}]}',
    '{"keys":[{"kty":"RSA","use":"enc"}]}'
  ]
  for (const text of answers) {
    const set = keySet(async () => ({ status: 200, headers: {}, text }), 'RS256')
    await assert.rejects(
      set.keyOf('any', Temporal.Instant.from('2026-03-10T12:00:00Z')),
      { name: 'ProviderUnavailable' },
      text
    )
  }
})
