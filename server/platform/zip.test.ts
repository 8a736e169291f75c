import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buffer } from 'node:stream/consumers'
import { unzip } from '#test/unzip.ts'
import { zip } from './zip.ts'

const at = Temporal.Instant.from('2026-03-10T12:00:00Z')

test('what goes in comes out, folders, empty files and what does not get smaller included', async () => {
  const archive = zip(
    [
      { path: 'a.txt', content: () => ['ä', 'b'] },
      { path: 'empty.txt', content: () => [] },
      { path: 'folder/', content: () => [] },
      { path: 'folder/photo', content: () => [Buffer.from('aaaaaaaa')], isDense: true }
    ],
    at
  )

  const bytes = await buffer(archive)
  assert.ok(bytes.includes('aaaaaaaa'))
  assert.deepEqual(
    [...unzip(bytes)],
    [
      ['a.txt', 'äb'],
      ['empty.txt', ''],
      ['folder/', ''],
      ['folder/photo', 'aaaaaaaa']
    ]
  )
})

test('what an entry throws is thrown', async () => {
  const broken = {
    path: 'broken.txt',
    async *content() {
      yield 'half'
      throw new Error('the database is gone')
    }
  }
  await assert.rejects(buffer(zip([broken], at)), /the database is gone/)
})
