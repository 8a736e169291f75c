import assert from 'node:assert/strict'
import { test } from 'node:test'
import { filesBeforeInteraction } from './budget.ts'

const manifest = {
  'index.html': { file: 'client.js', imports: ['_react.js'], dynamicImports: ['page.tsx', 'other.tsx'] },
  '_react.js': { file: 'react.js' },
  'messages/de.ts': { file: 'de.js' },
  'page.tsx': { file: 'page.js', imports: ['_shared.js', 'index.html'] },
  '_shared.js': { file: 'shared.js', imports: ['_react.js'] },
  'other.tsx': { file: 'other.js' },
  'page.css': { file: 'page.css' }
}

test('a first visit loads the entry, a catalogue, its page and what these import, each once', () => {
  assert.deepEqual(filesBeforeInteraction(manifest, 'page.tsx').toSorted(), [
    'client.js',
    'de.js',
    'page.js',
    'react.js',
    'shared.js'
  ])
})

test('a page that was not built is an error, not a small page', () => {
  assert.throws(() => filesBeforeInteraction(manifest, 'gone.tsx'), /gone\.tsx/)
})
