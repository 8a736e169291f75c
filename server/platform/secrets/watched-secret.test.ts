import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Secret } from '../secret.ts'
import { WatchedSecret } from './watched-secret.ts'

/** One whose service accepts what is in `accepted`, and whose file holds `file.text`. */
function presented(value: string, ...accepted: string[]) {
  const clock = { now: Temporal.Instant.from('2026-11-26T20:00:00Z') }
  const file: { text: string | undefined } = { text: value }
  const service = { accepted: new Set([value, ...accepted]), tries: 0 }
  const secret = new WatchedSecret({ name: 'PASSWORD', value, now: () => clock.now })
  secret.readBy(() => file.text)
  secret.whenOffered(async (candidate) => {
    service.tries++
    if (!service.accepted.has(candidate.reveal())) throw Object.assign(new Error('no'), { code: '28P01' })
  })
  const publish = (text: string) => ((file.text = text), secret.offer(text))
  return { clock, file, service, secret, publish, active: () => secret.active?.reveal() }
}

test('a value that its service refuses stays an offer, and is in force once the service takes it', async () => {
  const { clock, service, secret, publish, active } = presented('one')
  await publish('two')
  assert.deepEqual([active(), secret.offered?.reveal(), secret.lastError?.code], ['one', 'two', '28P01'])
  service.accepted.add('two')
  await secret.retry()
  assert.equal(service.tries, 1, 'not at once')
  clock.now = clock.now.add({ seconds: 5 })
  await secret.retry()
  assert.deepEqual([active(), secret.offered, secret.former?.reveal()], ['two', undefined, 'one'])
})

test('a value that was tried where it is shown was used; one that nobody tries was not', async () => {
  const { clock, secret, publish } = presented('one', 'two')
  assert.equal(secret.lastUsedOk, undefined)
  clock.now = clock.now.add({ minutes: 1 })
  await publish('two')
  assert.deepEqual([secret.lastUsedOk, secret.loadedAt], [clock.now, clock.now])
  const untried = new WatchedSecret({ name: 'PASSWORD', value: 'one' })
  await untried.offer('two')
  assert.deepEqual([untried.active?.reveal(), untried.lastUsedOk], ['two', undefined])
})

test('a refused offer is tried at longer and longer pauses, up to five minutes', async () => {
  const { clock, service, secret, publish } = presented('one')
  await publish('two')
  for (let second = 0; second < 3600; second++) {
    clock.now = clock.now.add({ seconds: 1 })
    await secret.retry()
  }
  assert.ok(service.tries >= 12 && service.tries <= 20, `${service.tries} tries in an hour`)
})

test('when the value in force is refused the file is read once more, then the former value tried, then nothing', async () => {
  const { file, service, secret, publish, active } = presented('one', 'two')
  file.text = 'two'
  service.accepted.delete('one')
  assert.deepEqual([await secret.recover(secret.active), active()], [true, 'two'], 'read once more')

  service.accepted = new Set(['one'])
  assert.deepEqual([await secret.recover(secret.active), active()], [true, 'one'], 'the former one')
  assert.equal(secret.offered?.reveal(), 'two', 'and what the file holds is not forgotten')

  service.accepted = new Set()
  assert.deepEqual([await secret.recover(secret.active), active()], [false, 'one'])
  service.accepted = new Set(['three'])
  await publish('three')
  assert.equal(active(), 'three')
})

test('many who are refused at once recover once', async () => {
  const { service, secret } = presented('one', 'two')
  await secret.offer('two')
  service.accepted = new Set(['one'])
  service.tries = 0
  const shown = secret.active
  assert.deepEqual(new Set(await Promise.all(Array.from({ length: 50 }, () => secret.recover(shown)))), new Set([true]))
  assert.equal(service.tries, 1)
  assert.equal(await secret.recover(shown), true, 'who comes late finds it done')
  assert.equal(service.tries, 1)
})

test('whatever is published and accepted in whatever order: in force is only what was accepted when it was tried', async () => {
  const value = fc.constantFrom('one', 'two', 'three')
  const step = fc.record({ act: fc.constantFrom('publish', 'accept', 'drop', 'use'), value })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { service, secret, publish, active } = presented('one')
      const { accepted } = service
      const use = async () => {
        if (accepted.has(active() ?? '')) return
        const recovered = await secret.recover(secret.active)
        const known = [secret.offered, secret.former].map((other) => other?.reveal() ?? '')
        assert.equal(recovered, accepted.has(active() ?? ''))
        assert.ok(recovered || !known.some((other) => accepted.has(other)))
      }
      const acts = { publish, accept: (it: string) => accepted.add(it), drop: (it: string) => accepted.delete(it), use }
      for (const { act, value: subject } of steps) {
        const before = active()
        await acts[act](subject)
        assert.ok(active() === before || accepted.has(active() ?? ''))
      }
    })
  )
})

test('a code that is no code of a protocol is not repeated', async () => {
  const { secret } = presented('one')
  secret.whenOffered(async () => {
    throw Object.assign(new Error('hidden'), { code: 'the password was two' })
  })
  await secret.offer('two')
  assert.equal(secret.lastError?.code, 'not_accepted')
  assert.ok(secret.active?.equals(new Secret('one')))
})
