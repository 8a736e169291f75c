import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseOptions } from '@node-rs/argon2'
import { AppError } from '#server/platform/errors.ts'
import { argon2Hasher, assertEqualWork, createPasswords, hashOfNothing, parameters, type Hasher } from './passwords.ts'

const weakest = { memoryKib: 8192, passes: 1, lanes: 1 }

// ASVS 6.2.8, 6.2.9, 11.4.2
test('a password matches its own hash and no other does, to the last of 256 code points', async () => {
  const passwords = createPasswords()
  const long = 'ä'.repeat(255)

  const stored = await passwords.hash(`${long}a`)

  assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  assert.equal(await passwords.verify(stored, `${long}a`), true)
  assert.equal(await passwords.verify(stored, `${long}b`), false)
})

// ASVS 11.4.2
test('a hash with lower parameters is outdated, one with equal or higher is not', async () => {
  const passwords = createPasswords()
  const higher = { memoryKib: 32_768, passes: 2, lanes: 1 }

  assert.equal(passwords.isOutdated(await argon2Hasher(weakest).hash('x')), true)
  assert.equal(passwords.isOutdated(await argon2Hasher({ ...parameters, passes: 1 }).hash('x')), true)
  assert.equal(passwords.isOutdated(hashOfNothing(parameters).replace('argon2id', 'argon2i')), true)
  assert.equal(passwords.isOutdated(await passwords.hash('x')), false)
  assert.equal(passwords.isOutdated(await argon2Hasher(higher).hash('x')), false)
})

test('a machine that can afford more has dearer hashes, and its dummy costs as much', async () => {
  const cost = { memoryKib: 24_576, passes: 3, lanes: 1 }
  const passwords = createPasswords({ cost })

  assert.match(await passwords.hash('x'), /^\$argon2id\$v=19\$m=24576,t=3,p=1\$/)
  assert.equal(passwords.isOutdated(await createPasswords().hash('x')), true)
  assert.deepEqual(parseOptions(passwords.dummy), parseOptions(await passwords.hash('x')))
  await assertEqualWork(passwords)
})

test('a dummy that is refused at a glance, or that is cheaper, is found at start', async () => {
  const real = createPasswords()
  const cheaper = createPasswords({ hasher: argon2Hasher({ ...parameters, passes: 3 }) })
  const malformed = { ...real, verify: () => Promise.reject(new Error('invalid PHC string')) }
  const shorter = { ...real, dummy: real.dummy.slice(0, -4) }

  for (const passwords of [cheaper, shorter])
    await assert.rejects(assertEqualWork(passwords), /is not that of somebody/)
  await assert.rejects(assertEqualWork(malformed), /invalid PHC/)
})

// ASVS 6.3.8
test('without a usable hash there is still one computation, with the parameters of a real one', async () => {
  const seen: string[] = []
  const real = argon2Hasher(parameters)
  const hasher: Hasher = { ...real, verify: (stored, password) => (seen.push(stored), real.verify(stored, password)) }
  const passwords = createPasswords({ hasher })
  const takesAllMemory = hashOfNothing({ memoryKib: 4_194_304, passes: 2, lanes: 1 })

  for (const stored of [undefined, '', 'nonsense', '$argon2id$v=19$m=19456,t=2,p=1$$', takesAllMemory]) {
    assert.equal(await passwords.verify(stored, 'whatever it is'), false)
  }

  const genuine = parseOptions(await passwords.hash('x'))
  assert.equal(seen.length, 5)
  for (const dummy of seen) assert.deepEqual(parseOptions(dummy), genuine)
})

// ASVS 15.2.2
test('no more computations run than there are turns, the rest wait in order, and beyond the line it is busy', async () => {
  const gates: PromiseWithResolvers<string>[] = []
  const hasher: Hasher = {
    hash() {
      const gate = Promise.withResolvers<string>()
      gates.push(gate)
      return gate.promise
    },
    verify: async () => false
  }
  const passwords = createPasswords({ hasher, parallel: 2, waiting: 3 })

  const accepted = ['1', '2', '3', '4', '5'].map((password) => passwords.hash(password))
  const refused = passwords.hash('6')

  await assert.rejects(refused, (error) => error instanceof AppError && error.code === 'busy' && error.retryAfter === 2)
  assert.equal(gates.length, 2)
  for (let index = 0; index < 5; index += 1) {
    gates[index]?.resolve(`hash ${index}`)
    await accepted[index]
    await new Promise(setImmediate)
    assert.equal(gates.length, Math.min(5, index + 3))
  }
  assert.deepEqual(await Promise.all(accepted), ['hash 0', 'hash 1', 'hash 2', 'hash 3', 'hash 4'])
})

test('a computation that fails gives its turn on', async () => {
  const hasher: Hasher = { hash: () => Promise.reject(new Error('no memory')), verify: async () => true }
  const passwords = createPasswords({ hasher, parallel: 1, waiting: 1 })

  await assert.rejects(passwords.hash('x'), /no memory/)
  await assert.rejects(passwords.hash('x'), /no memory/)
  assert.equal(await passwords.verify(hashOfNothing(parameters), 'x'), true)
})
