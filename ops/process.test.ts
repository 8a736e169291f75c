import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { root } from '#test/source-files.ts'
import { publish, published, testPods } from './testing-pods.ts'
import { testOperator } from './testing-operator.ts'

const former = 'the key of last year, long enough for the rule'
const rotate = ['secrets', 'rotate', 'SECRET_KEY', '--environment', 'production', '--take-over', '--overlap', '0']
type Ring = { active: string; keys: { kid: string; k: string }[] }

function keysIn(ring: string): string[] {
  if (!ring.startsWith('{')) return [ring]
  const { active, keys } = JSON.parse(ring) as Ring // the tool has written it
  return keys.toSorted((one, other) => Number(other.kid === active) - Number(one.kid === active)).map(({ k }) => k)
}

/** Which write of the Secret the process does not live to see answered, and what it was. */
const cuts = { announced: 3, published: 5, 'taken out of the ring': 7 }

for (const [what, nth] of Object.entries(cuts)) {
  test(`killed when the key was ${what}, the process has left nothing that anybody could read, and another operator ends it`, async (t) => {
    const anna = await testOperator(t)
    publish(anna.fake, { SECRET_KEY: former })
    testPods(anna.fake, 'SECRET_KEY', keysIn)
    const tool = spawn(
      process.execPath,
      [join(root, 'ops/main.ts'), ...rotate, '--config', anna.config, '--state', join(anna.folder, 'state')],
      { stdio: ['ignore', 'pipe', 'pipe'] }
    )
    const said = Promise.all([text(tool.stdout), text(tool.stderr)])
    let writes = 0
    const seen: Promise<string>[] = []
    anna.fake.store.on('happened', (collection, { object }) => {
      if (!collection.endsWith('/secrets') || object.metadata.name !== 'honeydue-secrets') return
      writes += 1
      for (const part of ['cmdline', 'environ'])
        seen.push(readFile(`/proc/${tool.pid}/${part}`, 'utf8').catch(() => ''))
      if (writes === nth) tool.kill('SIGKILL')
    })
    const [, signal] = (await once(tool, 'exit')) as [number | null, string | null] // as Node documents it
    assert.equal(signal, 'SIGKILL', (await said).join(''))

    const values = [former, ...keysIn(published(anna.fake, 'SECRET_KEY'))]
    const left = [...(await said), ...(await Promise.all(seen)), await anna.traces()].join('\n')
    for (const value of values) {
      for (const form of [value, Buffer.from(value).toString('base64')]) assert.equal(left.includes(form), false)
    }
    const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
    ben.now = Temporal.Now.instant().add({ hours: 1 }) // the Lease of the dead has run out
    const { exitCode, out, err } = await ben.honeydue(...rotate, '--config', ben.config, '--resume')
    assert.equal(exitCode, 0, out + err)
    const keys = keysIn(published(anna.fake, 'SECRET_KEY'))
    assert.deepEqual([keys.length, keys.includes(former)], [1, false])
    assert.equal((await anna.honeydue('secrets', 'log', '--verify')).exitCode, 0)
  })
}
