import assert from 'node:assert/strict'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { temporaryFolder } from '#test/embedded.ts'
import { ConfigError, parseConfig } from '../platform/config.ts'
import { loadSecrets } from './load-secrets.ts'
import { readSettings } from './settings.ts'

async function problemsOf(run: () => unknown): Promise<readonly string[]> {
  try {
    await run()
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

const mail = 'mail: { host: a, port: 25, security: none, user: me, from: { name: x, address: a@b.example } }\n'

async function fileOf(t: TestContext, text: string): Promise<{ path: string; config: string }> {
  const path = await temporaryFolder(t)
  const config = join(path, 'config.yaml')
  await writeFile(config, text)
  return { path, config }
}

test('what is wrong with the secrets is said together with what is wrong with the configuration', async (t) => {
  const { path, config } = await fileOf(t, `${mail}log: { level: loud }\n`)
  const problems = () => problemsOf(() => readSettings({ config, data: path }))
  const [level = '', password = '', ...more] = await problems()
  assert.match(level, /^log\.level:/)
  assert.match(password, /EMAIL_HOST_PASSWORD: missing/)
  assert.deepEqual(more, [], 'what the first start makes is not missing')

  await mkdir(join(path, 'secrets'))
  await writeFile(join(path, 'secrets', 'SECRET_KEY'), 'too short', { mode: 0o600 })
  assert.match((await problems()).join(), /SECRET_KEY: /)
})

test('where nobody can know where the secrets are, nothing is said of them', async (t) => {
  const { config } = await fileOf(t, `${mail}secretsFolder: 5\n`)
  const problems = await problemsOf(() => readSettings({ config }))
  assert.deepEqual(
    problems.map((problem) => problem.split(':')[0]),
    ['secretsFolder']
  )
})

test('in production a secret that is missing and one that others can read are told at once', async (t) => {
  const { path } = await fileOf(t, '')
  await writeFile(join(path, 'SECRET_KEY'), 'k'.repeat(40), { mode: 0o600 })
  await chmod(join(path, 'SECRET_KEY'), 0o644)
  const config = parseConfig(`publicUrl: https://home.example\nsecretsFolder: ${path}\n${mail}`)
  const problems = await problemsOf(() => loadSecrets(config))
  assert.match(problems.join(), /EMAIL_HOST_PASSWORD: missing.*SECRET_KEY can be read by everybody/s)
})
