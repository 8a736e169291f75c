import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { testDatabase } from '../database.ts'
import { sourceFiles } from '../source-files.ts'
import { cryptoInventory } from './crypto-inventory.ts'
import { dataClasses } from './data-classes.ts'
import { withTables } from './document.ts'

const file = new URL('../../docs/security.md', import.meta.url)

// ASVS 2.1.3, 6.1.1, 6.1.3, 7.1.1, 7.1.2, 11.1.2, 14.1.2, 15.1.3
test('the tables of docs/security.md are what the code says ("npm run documents" renews them)', () => {
  const document = readFileSync(file, 'utf8')
  if (process.argv.includes('--write')) writeFileSync(file, withTables(document))
  assert.equal(readFileSync(file, 'utf8'), withTables(document))
})

// ASVS 14.1.1
test('every column of the database is classified, once', async (t) => {
  const { pool } = await testDatabase(t)
  const { rows } = await pool.query<{ column: string }>(
    `select case table_schema when 'webhooks' then 'webhooks.' else '' end || table_name || '.' || column_name as column
     from information_schema.columns join information_schema.tables using (table_schema, table_name)
     where table_schema not in ('pg_catalog', 'information_schema', 'graphile_worker') and table_type = 'BASE TABLE'
       and not exists (select from pg_inherits where inhrelid = format('%I.%I', table_schema, table_name)::regclass)`
  )
  const columns = rows.map(({ column }) => column).filter((column) => !column.startsWith('schema_migrations.'))
  const classified = Object.entries(dataClasses)
    .filter(([table]) => table !== 'schema_migrations')
    .flatMap(([table, classes]) =>
      Object.values(classes).flatMap((names) => names.split(' ').map((name) => `${table}.${name}`))
    )

  assert.deepEqual(classified, [...new Set(classified)])
  assert.deepEqual(
    columns.filter((column) => !classified.includes(column)),
    []
  )
})

// ASVS 11.1.2, 11.2.1
test('cryptography is used only where the inventory says', () => {
  const uses = sourceFiles('server', 'ops')
    .filter(({ path }) => !/\.test\.ts$|\/testing[-/]/.test(path))
    .filter(({ text }) =>
      /from '(node:crypto|jose|aws4fetch|@node-rs\/argon2|otpauth|@simplewebauthn\/server|age-encryption)'/.test(text)
    )
    .map(({ path }) => path)
  assert.deepEqual(
    uses.filter((path) => cryptoInventory[path] === undefined),
    []
  )
})

/** Asks with a SHA-1 because the service does; nothing is kept or decided by it alone. */
const rangeApi = 'server/gateways/breached-passwords/breached-passwords.ts'

// ASVS 11.3.1, 11.3.2, 11.4.1, 6.5.3, 11.5.1
test('no cipher, digest or random number of a weak kind is used for anything secret', () => {
  for (const { path, text } of sourceFiles('server', 'ops', 'contract').filter(
    ({ path: name }) => !name.endsWith('.test.ts')
  )) {
    if (path !== rangeApi) assert.doesNotMatch(text, /createHash\('(md5|sha1|ripemd160)'/i, path)
    assert.doesNotMatch(text, /'(des-|des3|rc4|bf-|aes-\d+-(ecb|cbc|ctr))/i, path)
    assert.doesNotMatch(text, /RSA_PKCS1_PADDING|publicEncrypt|privateDecrypt/, path)
    if (/Math\.random/.test(text)) assert.match(path, /^server\/(commands|demo)\//, path)
  }
})

// ASVS 1.3.2, 1.2.5
test('nothing runs what a string says, and no shell is started', () => {
  for (const { path, text } of sourceFiles('server', 'ops', 'contract', 'web').filter(
    ({ path: name }) => !/\.test\.tsx?$/.test(name)
  )) {
    assert.doesNotMatch(text, /\beval\(|new Function\(|runInNewContext|runInThisContext/, path)
    assert.doesNotMatch(text, /\bexecSync\b|shell: true|import \{[^}]*\bexec\b[^}]*\} from 'node:child_process'/, path)
  }
})

// ASVS 6.4.2, 6.2.10
test('there are no secret questions and no hints, and no password ends by its age', () => {
  const names = Object.values(dataClasses).flatMap((classes) =>
    Object.values(classes).flatMap((text) => text.split(' '))
  )
  assert.deepEqual(
    names.filter((name) => /hint|question|answer|password_(expires|changed)/.test(name)),
    []
  )
})
