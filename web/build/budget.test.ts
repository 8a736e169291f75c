import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filesBeforeInteraction, filesBeyondEntry, firstPages } from './budget.ts'

const manifest = {
  'index.html': { file: 'client.js', imports: ['_react.js'], css: ['client.css'] },
  '_react.js': { file: 'react.js' },
  'messages/de/parts/base.ts': { file: 'base.js' },
  'messages/de/parts/daily.ts': { file: 'daily.js' },
  'messages/de/parts/rest.ts': { file: 'rest.js' },
  'page.tsx': { file: 'page.js', imports: ['_shared.js', 'index.html'], css: ['page.css'] },
  '_shared.js': { file: 'shared.js', imports: ['_react.js'], css: ['shared.css'] },
  'other.tsx': { file: 'other.js' }
}

test('a first visit loads the entry, the words of its page, the page and what these import, each once', () => {
  assert.deepEqual(
    new Set(filesBeforeInteraction(manifest, { sources: ['page.tsx'], words: 'daily' })),
    new Set(['client.js', 'base.js', 'daily.js', 'page.js', 'react.js', 'shared.js'])
  )
})

test('what is fetched ahead for a page is what the entry does not bring, styles included', () => {
  assert.deepEqual(
    new Set(filesBeyondEntry(manifest, ['page.tsx'])),
    new Set(['page.js', 'page.css', 'shared.js', 'shared.css'])
  )
})

test('a page that was not built is an error, not a small page', () => {
  assert.throws(() => filesBeyondEntry(manifest, ['gone.tsx']), /gone\.tsx/)
})

test('the patterns of the first pages know their addresses and no others', () => {
  const addresses = ['/', '/board', '/homes/1/board', '/homes/1/boardgame', '/sign-in', '/sign-in/x', '/settings']
  const found = addresses.map((address) => firstPages.findIndex(({ pattern }) => new RegExp(pattern).test(address)))
  assert.deepEqual(found, [0, 1, 1, -1, 2, -1, -1])
})
