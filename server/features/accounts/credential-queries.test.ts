import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#server/platform/ids.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import type { OneTimePurpose } from '#server/platform/schema.ts'
import { testDatabase } from '#test/database.ts'
import { race } from '#test/race.ts'
import { consumeCredential, endCredentials, saveCredential, tryCode, type NewCredential } from './credential-queries.ts'

const now = Temporal.Instant.from('2026-03-10T12:00:00Z')
const digestOf = (text: string) => createHash('sha256').update(text).digest()

/** Every purpose there is, from the database itself, so that a new one cannot be forgotten here. */
async function purposesOf(db: Db): Promise<OneTimePurpose[]> {
  const { rows } = await sql<{
    purpose: OneTimePurpose
  }>`select unnest(enum_range(null::one_time_purpose)) as purpose`.execute(db)
  return rows.map(({ purpose }) => purpose)
}

type Case = { db: Db; purpose: OneTimePurpose; others: readonly OneTimePurpose[]; credential: NewCredential }
const inTx = <T>(db: Db, run: (tx: Tx) => Promise<T>) => db.transaction().execute(run)
const consume = ({ db, purpose }: Case, digest: Buffer, at = now, boundDigests?: readonly Buffer[]) =>
  inTx(db, (tx) => consumeCredential(tx, { purpose, digests: [digest], ...(boundDigests && { boundDigests }) }, at))
const attempt = ({ db, purpose }: Case, subjectId: string, digest: Buffer, at = now) =>
  inTx(db, (tx) => tryCode(tx, { purpose, subjectId, digests: [digest] }, at))
const save = (db: Db, credential: NewCredential) => inTx(db, (tx) => saveCredential(tx, credential, now))

/** What must hold of whatever is used once; each works on a credential of its own. */
const rules: Record<string, (given: Case) => Promise<void>> = {
  'works once, for its subject, with its context': async (given) => {
    const { credential } = given
    assert.deepEqual(await consume(given, credential.digest), {
      subjectId: credential.subjectId,
      context: { about: 1 }
    })
    assert.equal(await consume(given, credential.digest), undefined)
    assert.equal(await attempt(given, credential.subjectId, credential.digest), false)
  },
  'works for no other purpose': async (given) => {
    const { credential, others } = given
    for (const purpose of others) {
      assert.equal(await consume({ ...given, purpose }, credential.digest), undefined)
      assert.equal(await attempt({ ...given, purpose }, credential.subjectId, credential.digest), false)
    }
    assert.ok(await consume(given, credential.digest))
  },
  'does not work from the instant on at which it ends': async (given) => {
    const { credential } = given
    assert.equal(await consume(given, credential.digest, credential.expiresAt), undefined)
    assert.equal(await attempt(given, credential.subjectId, credential.digest, credential.expiresAt), false)
    assert.ok(await consume(given, credential.digest, credential.expiresAt.subtract({ milliseconds: 1 })))
  },
  'ends when a new one of its kind is made': async (given) => {
    const { db, credential } = given
    const newer = { ...credential, digest: digestOf(newId()) }
    await save(db, newer)
    assert.equal(await consume(given, credential.digest), undefined)
    assert.ok(await consume(given, newer.digest))
  },
  'ends with all others of its subject': async (given) => {
    const { db, credential } = given
    await inTx(db, (tx) => endCredentials(tx, credential.subjectId, now))
    assert.equal(await consume(given, credential.digest), undefined)
    assert.equal(await attempt(given, credential.subjectId, credential.digest), false)
  },
  'does not open to somebody else, nor to nothing': async (given) => {
    const { credential } = given
    assert.equal(await attempt(given, newId(), credential.digest), false)
    for (const blank of [digestOf(''), Buffer.alloc(32), randomBytes(32)]) {
      assert.equal(await consume(given, blank), undefined)
      assert.equal(await attempt(given, credential.subjectId, blank), false)
    }
    assert.equal(await attempt(given, credential.subjectId, credential.digest), true)
  },
  'counts wrong tries, and then the right one is one too many': async (given) => {
    const { credential } = given
    for (let tries = 0; tries < credential.attempts; tries += 1)
      assert.equal(await attempt(given, credential.subjectId, randomBytes(32)), false)
    assert.equal(await attempt(given, credential.subjectId, credential.digest), false)
  },
  'works together with what it is bound to only': async (given) => {
    const { db, credential } = given
    const bound = { ...credential, digest: digestOf(newId()), boundDigest: digestOf('this browser') }
    await save(db, bound)
    assert.equal(await consume(given, bound.digest), undefined)
    assert.equal(await consume(given, bound.digest, now, [digestOf('another browser')]), undefined)
    assert.ok(await consume(given, bound.digest, now, [digestOf('this browser')]))
  },
  'opens to one of a hundred at once': async (given) => {
    const { credential } = given
    const results = await race(100, (index) =>
      index % 2 === 0
        ? consume(given, credential.digest).then(Boolean)
        : attempt(given, credential.subjectId, credential.digest)
    )
    assert.deepEqual(new Set(results.map(({ status }) => status)), new Set(['fulfilled']))
    assert.equal(results.filter((result) => result.status === 'fulfilled' && result.value).length, 1)
  }
}

// ASVS 2.3.4, 6.5.1, 6.6.2, 6.6.3
test('whatever is used once keeps its rules, for every purpose there is', async (t) => {
  const { db } = await testDatabase(t)
  const purposes = await purposesOf(db)
  assert.ok(purposes.length >= 9)
  for (const purpose of purposes) {
    for (const [rule, holds] of Object.entries(rules)) {
      const credential: NewCredential = {
        purpose,
        subjectId: newId(),
        digest: digestOf(newId()),
        keyId: 'k1',
        attempts: 5,
        expiresAt: now.add({ minutes: 10 }),
        context: { about: 1 }
      }
      await save(db, credential)
      const others = purposes.filter((other) => other !== purpose)
      await holds({ db, purpose, others, credential }).catch((error: unknown) => {
        throw new Error(`${purpose}: ${rule}`, { cause: error })
      })
    }
  }
})
