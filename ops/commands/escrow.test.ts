import assert from 'node:assert/strict'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { parse } from 'yaml'
import { publish, testPods } from '../testing-pods.ts'
import { testOperator } from '../testing-operator.ts'
import { putSources } from '../testing-sources.ts'

const here = ['--environment', 'production']
const key = 'a signing key that is long enough for the rule'
const sealedKey = 'source.SECRET_KEY'

async function operatorOf(t: TestContext) {
  const anna = await testOperator(t)
  await putSources(anna.folder, { 'deploy-k3s/secrets/secret_key.txt': key })
  const secrets = (...args: string[]) => anna.honeydue('secrets', ...args, '--config', anna.config)
  assert.equal((await secrets('apply', ...here)).exitCode, 0)
  const fileOf = (name: string) => join(anna.folder, 'escrow', `${name}.age`)
  const recipients = async () =>
    (parse(await readFile(anna.config, 'utf8')) as { escrow: { recipients: string[] } }).escrow.recipients // as the tool reads it
  return { anna, secrets, fileOf, recipients }
}

test('what is in escrow opens, in both places, for two at least; what would be lost is told', async (t) => {
  const { anna, secrets, fileOf } = await operatorOf(t)
  const good = await secrets('escrow', 'verify')
  assert.deepEqual([good.exitCode, good.out.includes(`✓ ${sealedKey}, sealed for 2\n`)], [0, true], good.out)
  const listed = JSON.parse((await secrets('escrow', 'list', '--json')).out) as { entries: object[] } // as it prints them
  assert.deepEqual(listed.entries, [{ name: sealedKey, recipients: 2, problems: [] }])

  const sealed = await readFile(fileOf(sealedKey), 'utf8')
  await writeFile(fileOf(sealedKey), sealed.replace(/\n(\w{20})/, '\nAAAAAAAAAAAAAAAAAAAA'))
  const changed = await secrets('escrow', 'verify')
  assert.deepEqual([changed.exitCode, /✗ source\.SECRET_KEY: .*changed/.test(changed.out)], [1, true], changed.out)
  await rm(fileOf(sealedKey))
  const missing = await secrets('escrow', 'list')
  assert.deepEqual([missing.exitCode, /is missing in .*escrow\n/.test(missing.out)], [1, true], missing.out)
  assert.equal((await anna.traces()).includes(key), true, 'the plain file is still there')
})

test('who is added can open everything, and ops.yaml names them beside its comments; who is removed can no longer', async (t) => {
  const { anna, secrets, fileOf, recipients } = await operatorOf(t)
  await writeFile(anna.config, `# Ours since spring.\n${await readFile(anna.config, 'utf8')}`)
  const [own = '', offline = ''] = await recipients()
  const identity = await generateIdentity()
  const ben = await identityToRecipient(identity)

  const added = await secrets('recipients', 'add', ben, ...here)

  assert.equal(added.exitCode, 0, added.err)
  assert.deepEqual(await recipients(), [own, offline, ben])
  assert.match(await readFile(anna.config, 'utf8'), /^# Ours since spring\.\n/)
  assert.match((await secrets('escrow', 'verify')).out, /sealed for 3\n/)
  const bens = await testOperator(t, { name: 'ben@desk', beside: anna })
  await writeFile(join(bens.folder, 'age.txt'), identity, { mode: 0o600 })
  await writeFile(join(bens.folder, 'ops.yaml'), await readFile(anna.config))
  const theirs = await bens.honeydue('secrets', 'escrow', 'verify', '--config', bens.config)
  assert.match(theirs.out, /is missing in/, 'their folder is empty, the cluster’s copy opens')
  assert.doesNotMatch(theirs.out, /None of your/)

  const removed = await secrets('recipients', 'remove', offline, ...here)
  assert.deepEqual([removed.exitCode, await recipients()], [0, [own, ben]], removed.err)
  assert.match(removed.err, /they may have kept/)
  assert.match(await readFile(fileOf(sealedKey), 'utf8'), /^-----BEGIN AGE/)
  const listed = JSON.parse((await secrets('recipients', 'list', '--json')).out) as { recipients: string[] } // as it prints them
  assert.deepEqual(listed.recipients, [own, ben])
})

test('nobody is locked out: not the one who sits here, not below two, nobody who is no recipient', async (t) => {
  const { secrets, recipients } = await operatorOf(t)
  const [own = '', offline = ''] = await recipients()
  const third = await identityToRecipient(await generateIdentity())
  for (const [args, reason] of [
    [['remove', offline, ...here], /Two recipients at least/],
    [['add', 'age1nobody', ...here], /is no recipient of age/],
    [['add', third, '--environment', 'staging'], /This is production, not staging/]
  ] as const) {
    const { exitCode, err } = await secrets('recipients', ...args)
    assert.deepEqual([exitCode, reason.test(err)], [2, true], err)
  }
  await secrets('recipients', 'add', third, ...here)
  const { exitCode, err } = await secrets('recipients', 'remove', own, ...here)
  assert.deepEqual([exitCode, /That is your own/.test(err)], [2, true])
})

test('gc keeps what is in use, what is under way and what was kept on purpose, and deletes the rest when agreed', async (t) => {
  const { anna, secrets, fileOf } = await operatorOf(t)
  publish(anna.fake, {})
  testPods(anna.fake, 'SECRET_KEY', (text) =>
    text.startsWith('{')
      ? (JSON.parse(text) as { keys: { k: string }[] }).keys.map(({ k }) => k).toReversed() // a ring: the new one is last
      : [text]
  )
  const rotate = () => secrets('rotate', 'SECRET_KEY', ...here, '--overlap', '0')
  for (let times = 0; times < 2; times += 1) assert.equal((await rotate()).exitCode, 0)
  await writeFile(fileOf('0199c0de-0000-7000-8000-000000000001.new'), await readFile(fileOf(sealedKey)))
  const files = () => readdir(join(anna.folder, 'escrow'))
  const before = await files()
  const planned = await secrets('gc', '--plan')
  assert.match(planned.out, /escrow +0199c0de-\S+\.new +of a rotation that nothing names\n/)
  assert.match(planned.out, /escrow +\S+\.new +SECRET_KEY has another value now\n/)
  assert.equal((await secrets('gc')).exitCode, 2, 'nobody said where')
  assert.deepEqual(await files(), before)

  const { exitCode } = await secrets('gc', ...here)

  assert.equal(exitCode, 0)
  const left = await files()
  assert.equal(left.length, 3, 'the source, and both values of the last rotation')
  assert.ok(left.includes(`${sealedKey}.age`))
  assert.match((await secrets('gc')).out, /✓ Nothing is left behind\.\n/)
  assert.match((await secrets('verify', 'SECRET_KEY')).out, /✓ SECRET_KEY +the former value is refused\n/)
})
