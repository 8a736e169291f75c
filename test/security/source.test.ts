import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { root, sourceFiles } from '../source-files.ts'

const own = (...folders: string[]) =>
  sourceFiles(...folders).filter(({ path }) => !/\.test\.tsx?$|\/testing[-/]/.test(path))

// ASVS 1.2.9
test('no pattern is made of what somebody sent', () => {
  const made = own('server', 'contract').filter(({ text }) => /new RegExp\(/.test(text))
  assert.deepEqual(
    made.map(({ path }) => path).filter((path) => path !== 'server/platform/http/other-methods.ts'), // of the contract's addresses
    []
  )
})

// ASVS 3.2.2, 3.7.1
test('the web client sets no HTML from text and uses nothing that browsers have left behind', () => {
  for (const { path, text } of own('web').filter((file) => !file.path.startsWith('web/build/'))) {
    assert.doesNotMatch(text, /dangerouslySetInnerHTML|\.innerHTML\s*=|document\.write|insertAdjacentHTML/, path)
    assert.doesNotMatch(text, /<(embed|applet|marquee)\b|<object |ActiveXObject|navigator\.plugins/, path)
  }
})

// ASVS 6.2.6, 6.2.7
test('a password field hides what is typed, lets it be seen, pasted and filled in by a manager', () => {
  const field = readFileSync(join(root, 'web/ui/password-field.tsx'), 'utf8')
  assert.match(field, /type=\{shown \? 'text' : 'password'\}/)
  assert.match(field, /autoComplete=\{`\$\{kind\}-password`\}/)
  for (const { path, text } of own('web')) assert.doesNotMatch(text, /onPaste/, path)
})

/** Language, look, the account and the home in use; what is kept for offline; in one tab, an invitation and the way back that wait for their reader to sign in, and that one has gone where payments are managed. */
const keepers = new Set([
  'web/client/preferences.ts',
  'web/client/offline/database.ts',
  'web/client/pages/join/waiting-code.ts',
  'web/client/pages/account/provider-journey.ts',
  'web/client/pages/plan/billing-visit.ts'
])

// ASVS 14.3.3
test('the web client keeps no token in the browser’s storage, and people’s words in the one place that is emptied when they leave', () => {
  const users = own('web').filter(({ text }) => /\b(localStorage|sessionStorage|indexedDB)\.|from 'idb'/.test(text))
  assert.deepEqual(
    users.map(({ path }) => path).filter((path) => !keepers.has(path) && !path.startsWith('web/build/')),
    []
  )
})

// ASVS 14.2.3
test('the pages load nothing from anybody else', () => {
  for (const { path, text } of own('web')) {
    assert.doesNotMatch(text, /(src|href)=["'{`]+https?:\/\//, path)
    assert.doesNotMatch(text, /fetch\(['"`]https?:|import\(['"`]https?:/, path)
  }
})

/** What opens connections: outbound.ts to providers, the mail gateway, pg and the Redis client; the rest listens or names types. */
const talkers =
  /^server\/(platform\/outbound|platform\/http\/[\w-]+|platform\/postgres\/[\w-]+|gateways\/[\w-]+\/[\w-]+|commands\/[\w-]+)\.ts$/

// ASVS 13.1.1, 13.2.4
test('nothing but the gateways and the one door outwards opens a connection', () => {
  const found = own('server').filter(({ text }) =>
    /\bfetch\(|(?<!type \{[^}]*\} )from '(node:https?|node:net|node:tls|node:dgram|undici)'/.test(text)
  )
  assert.deepEqual(
    found.map(({ path }) => path).filter((path) => !talkers.test(path)),
    []
  )
})

// ASVS 16.2.3
test('the log goes to the standard output and to no file', () => {
  for (const { path, text } of own('server'))
    assert.doesNotMatch(text, /pino\.destination|pino\.transport|createWriteStream\(/, path)
})

// ASVS 11.6.1
test('a new installation’s key is 256 random bits of the system', () => {
  assert.match(readFileSync(join(root, 'server/commands/settings.ts'), 'utf8'), /randomBytes\(32\)/)
})

// ASVS 7.1.3, 11.1.1, 13.1.4, 15.1.1
test('docs/security.md tells of sessions of providers, of the life of keys, and how soon holes are mended', () => {
  const document = readFileSync(join(root, 'docs/security.md'), 'utf8')
  for (const said of [
    'A session of somebody who signed in with a provider',
    'To replace it,\nthe operator adds the new key',
    '| critical | 2 days |'
  ])
    assert.ok(document.includes(said), said)
})
