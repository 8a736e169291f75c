import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unzip } from '#test/unzip.ts'
import { zip } from './zip.ts'

const at = Temporal.Instant.from('2026-03-10T12:00:00Z')

test('what goes in comes out, folders and empty files included', async () => {
  const archive = await zip(
    [
      { path: 'a.txt', content: () => ['ä', 'b'] },
      { path: 'empty.txt', content: () => [] },
      { path: 'folder/', content: () => [] }
    ],
    { at, limitBytes: 10_000 }
  )

  assert.deepEqual(
    [...unzip(archive ?? assert.fail('too large'))],
    [
      ['a.txt', 'äb'],
      ['empty.txt', ''],
      ['folder/', '']
    ]
  )
})

test('an archive above its limit is none', async () => {
  const noise = Array.from({ length: 5000 }, (_, index) => `${Math.sin(index)}`)
  assert.equal(await zip([{ path: 'noise.txt', content: () => noise }], { at, limitBytes: 10_000 }), undefined)
})

test('what an entry throws is thrown', async () => {
  const broken = {
    path: 'broken.txt',
    async *content() {
      yield 'half'
      throw new Error('the database is gone')
    }
  }
  await assert.rejects(zip([broken], { at, limitBytes: 10_000 }), /the database is gone/)
})
