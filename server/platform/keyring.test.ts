import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { keyringOf, keyringProblem, nameOfKey } from './keyring.ts'
import { Secret } from './secret.ts'

const plain = (letter: string) => new Secret(letter.repeat(32))
const ringOf = (active: string, ...kids: string[]) =>
  keyringOf(new Secret(JSON.stringify({ active, keys: kids.map((kid) => ({ kid, k: kid.repeat(20) })) })))

test('a digest depends on key, purpose and text, and on nothing else', () => {
  const one = keyringOf(plain('1'))
  const digests = [
    one.digest('share-code', 'a'),
    keyringOf(plain('2')).digest('share-code', 'a'),
    one.digest('mailed-code', 'a'),
    one.digest('share-code', 'b')
  ].map((digest) => digest.toString('hex'))
  assert.equal(new Set(digests).size, 4)
  assert.equal(keyringOf(plain('1')).digest('share-code', 'a').toString('hex'), digests[0])
})

// ASVS 11.2.2, 13.3.4
test('a key is replaced with an overlap: added, made active, the old one dropped', () => {
  const stages = [ringOf('k1', 'k1'), ringOf('k1', 'k1', 'k2'), ringOf('k2', 'k1', 'k2'), ringOf('k2', 'k2')] as const
  const [before, added, active, dropped] = stages
  assert.deepEqual(
    stages.map(({ activeKeyId }) => activeKeyId),
    ['k1', 'k1', 'k2', 'k2']
  )
  const old = {
    signed: before.sign('cursor', 'x'),
    sealed: before.seal('field', 'x', 'row'),
    digest: before.digest('share-code', 'x')
  }
  for (const ring of [added, active]) {
    assert.equal(ring.verify('cursor', old.signed), 'x')
    assert.equal(ring.open('field', old.sealed, 'row').reveal(), 'x')
    assert.ok(ring.digests('share-code', 'x').some((digest) => digest.equals(old.digest)))
  }
  assert.equal(dropped.verify('cursor', old.signed), undefined)
  assert.throws(() => dropped.open('field', old.sealed, 'row'), /the key k1/)
  assert.equal(
    dropped.digests('share-code', 'x').some((digest) => digest.equals(old.digest)),
    false
  )
  assert.ok(active.digestUnder('k1', 'share-code', 'x')?.equals(old.digest))
  assert.equal(dropped.digestUnder('k1', 'share-code', 'x'), undefined)
  assert.ok(active.digests('share-code', 'x')[0]?.equals(active.digest('share-code', 'x')), 'the active one first')
  assert.equal(
    added.verify('cursor', active.sign('cursor', 'y')),
    'y',
    'a replica that does not sign with it yet accepts it'
  )
})

test('a plain key keeps its name and its digests when it goes into a ring', () => {
  const key = plain('s')
  const ring = keyringOf(
    new Secret(
      JSON.stringify({
        active: 'k2',
        keys: [
          { kid: 'k2', k: 'n'.repeat(32) },
          { kid: nameOfKey(key), k: key.reveal() }
        ]
      })
    )
  )
  assert.equal(ring.verify('cursor', keyringOf(key).sign('cursor', 'x')), 'x')
  assert.equal(ring.open('field', keyringOf(key).seal('field', 'x', 'row'), 'row').reveal(), 'x')
})

// ASVS 9.1.1, 11.2.5, 11.3.3
test('what was signed or sealed is refused when a single character of it is another', () => {
  const ring = keyringOf(plain('k'))
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.nat(),
      fc.constantFrom('A', 'b', '7', '.', '-'),
      (text, at, by) => {
        const signed = ring.sign('cursor', text.toWellFormed())
        assert.equal(ring.verify('cursor', signed), text.toWellFormed())
        const place = at % signed.length
        fc.pre(signed[place] !== by)
        assert.equal(ring.verify('cursor', signed.slice(0, place) + by + signed.slice(place + 1)), undefined)
        const sealed = ring.seal('field', text.toWellFormed(), 'row')
        assert.equal(ring.open('field', sealed, 'row').reveal(), text.toWellFormed())
        assert.throws(() => ring.open('field', sealed, 'another row'))
      }
    )
  )
  assert.equal(
    ring.verify('share-code', ring.sign('cursor', 'x')),
    undefined,
    'nothing signed for one purpose fits another'
  )
  for (const odd of ['', '.', '..', 'x', ring.sign('cursor', 'x') + '.'])
    assert.equal(ring.verify('cursor', odd), undefined)
})

// ASVS 11.3.4
test('the same text is sealed differently each time', () => {
  const ring = keyringOf(plain('k'))
  const sealed = Array.from({ length: 1000 }, () => ring.seal('field', 'same', 'row'))
  assert.equal(new Set(sealed).size, 1000)
})

// ASVS 11.2.3
test('a key that is too short and a ring that is none are told', () => {
  const key = (kid: string) => ({ kid, k: 'x'.repeat(32) })
  assert.equal(keyringProblem('x'.repeat(32)), undefined)
  assert.equal(keyringProblem(JSON.stringify({ active: 'a', keys: [key('a')] })), undefined)
  assert.match(keyringProblem('x'.repeat(31)) ?? '', /32 characters/)
  assert.match(keyringProblem('{') ?? '', /no key ring/)
  assert.match(keyringProblem(JSON.stringify({ active: 'a', keys: [{ kid: 'a', k: 'short' }] })) ?? '', /no key ring/)
  assert.match(keyringProblem(JSON.stringify({ active: 'a', keys: [key('a'), key('a')] })) ?? '', /twice/)
  assert.match(keyringProblem(JSON.stringify({ active: 'b', keys: [key('a')] })) ?? '', /no key "b"/)
})
