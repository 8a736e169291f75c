import assert from 'node:assert/strict'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { forgotPassword } from '#contract/accounts.ts'
import { testDatabase } from './database.ts'
import { temporaryFolder } from './embedded.ts'
import { freePort, startHoneyDue } from './honeydue-process.ts'

/** honeyDue with a module loaded before it that runs `fault` on SIGUSR2: nothing of the product can be made to fail so. */
async function startFaulty(t: TestContext, fault: string) {
  const folder = await temporaryFolder(t)
  const { url } = await testDatabase(t)
  const config = join(folder, 'config.yaml')
  const module = join(folder, 'fault.mjs')
  await writeFile(join(folder, 'SECRET_KEY'), 'k'.repeat(40), { mode: 0o600 })
  await writeFile(config, `database: { url: "${url}" }\nsecretsFolder: ${folder}\ndataFolder: ${folder}\n`)
  await writeFile(module, `process.once('SIGUSR2', () => { ${fault} })\n`)
  const port = await freePort()
  const honeyDue = startHoneyDue(['all', '--config', config], port, { import: pathToFileURL(module).href })
  t.after(() => honeyDue.stop('SIGKILL'))
  await honeyDue.ready
  return { honeyDue, port }
}

/** A request whose body is still on its way; `finish` sends the rest and gives the answer back. */
async function requestUnderWay(port: number) {
  const body = JSON.stringify({ email: 'ann@example.org' })
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const head = `POST ${forgotPassword.path} HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Type: application/json\r\n`
  socket.write(`${head}Expect: 100-continue\r\nContent-Length: ${body.length}\r\n\r\n`)
  await once(socket, 'data') // "100 Continue": the server has the request
  return async () => {
    socket.write(body)
    return text(socket)
  }
}

const faults = {
  unhandledRejection: `Promise.reject(new RangeError('hds_a-secret-that-somebody-put-into-a-message'))`,
  uncaughtException: `setImmediate(() => ({}).__proto__)`
}

for (const [event, fault] of Object.entries(faults)) {
  // ASVS 16.5.4
  test(`an ${event}: one line in the log, the request under way is answered, and the process ends with 1`, async (t) => {
    const { honeyDue, port } = await startFaulty(t, fault)
    const finish = await requestUnderWay(port)

    honeyDue.child.kill('SIGUSR2')
    while (!honeyDue.output().includes('"stopping"'))
      await once(honeyDue.child.stdout ?? assert.fail('no output'), 'data')
    const answer = await finish()

    assert.match(answer, /^HTTP\/1\.1 202 /)
    const exit = await honeyDue.exit
    assert.deepEqual([exit.code, exit.signal], [1, null])
    const told = exit.output.split('\n').filter((line) => line.includes('a fault that nobody caught'))
    const [{ level, fault: kind, type, code, frames }, ...more] = told.map((line) => JSON.parse(line))
    assert.deepEqual(more, [])
    const expected = {
      unhandledRejection: ['RangeError', undefined],
      uncaughtException: ['TypeError', 'ERR_PROTO_ACCESS']
    }
    assert.deepEqual([level, kind, type, code], [50, event, ...expected[event as keyof typeof faults]])
    assert.match(frames[0], /^at /)
    assert.ok(!exit.output.includes('a-secret'), exit.output)
  })
}
