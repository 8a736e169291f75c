import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { runFile, temporaryFolder } from '#test/embedded.ts'
import { catalogue } from '../secrets/catalogue.ts'
import { testOperator } from '../testing-operator.ts'
import { shells } from './completion.ts'

/** What bash itself offers after these words, the last of them begun. */
async function offered(t: TestContext, ...words: string[]): Promise<string[]> {
  const { honeydue } = await testOperator(t)
  const script = join(await temporaryFolder(t), 'completion.bash')
  await writeFile(script, (await honeydue('completion', 'bash')).out)
  const program = `source "$1"; shift; complete -p honeydue > /dev/null || exit 1
COMP_WORDS=(honeydue "$@"); COMP_CWORD=$#; _honeydue; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout } = await runFile('bash', ['-c', program, 'bash', script, ...words])
  return stdout.split('\n').filter((line) => line !== '')
}

test('bash completes commands, options and the names of secrets, below the command that is typed', async (t) => {
  assert.deepEqual(await offered(t, 'se'), ['secrets'])
  const commands = await offered(t, 'secrets', '')
  for (const name of ['status', 'adopt', 'rotate', 'apply', 'verify', 'revoke', 'log', 'gc', 'escrow', 'recipients'])
    assert.ok(commands.includes(name), name)
  assert.deepEqual(await offered(t, 'secrets', 'rotate', 'SECRET'), ['SECRET_KEY'])
  const names = await offered(t, 'secrets', 'verify', '--config', 'x.yaml', '')
  for (const { name } of catalogue) assert.ok(names.includes(name), name)
  assert.deepEqual(await offered(t, 'secrets', 'rotate', 'SECRET_KEY', '--ov'), ['--overlap'])
  assert.deepEqual(await offered(t, 'secrets', 'recipients', 're'), ['remove'])
})

test('after an option that takes a file, bash offers files', async (t) => {
  assert.deepEqual(await offered(t, 'secrets', 'status', '--config', '/etc/hostn'), ['/etc/hostname'])
})

test('every shell gets a script that names every command, and no other shell does', async (t) => {
  const { honeydue } = await testOperator(t)
  for (const shell of shells) {
    const { exitCode, out } = await honeydue('completion', shell)
    assert.equal(exitCode, 0)
    for (const command of ['recipients', '--take-over', 'POSTGRES_PASSWORD']) assert.ok(out.includes(command), shell)
  }
  assert.equal((await honeydue('completion', 'tcsh')).exitCode, 2)
})

test('the help of every command shows how it is typed', async (t) => {
  const { honeydue } = await testOperator(t)
  for (const command of [
    'status',
    'adopt',
    'rotate',
    'apply',
    'verify',
    'revoke',
    'log',
    'gc',
    'escrow list',
    'recipients add'
  ]) {
    const { exitCode, out } = await honeydue('secrets', ...command.split(' '), '--help')
    assert.deepEqual(
      [exitCode, out.includes(`\nFor example\n  npm run --silent ops -- secrets ${command}`)],
      [0, true],
      command
    )
  }
})
