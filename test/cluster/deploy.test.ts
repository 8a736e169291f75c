import assert from 'node:assert/strict'
import { test } from 'node:test'
import { publish, published, testPods } from '#ops/testing-pods.ts'
import { testOperator } from '#ops/testing-operator.ts'
import { asAdmin } from './fake-api-server.ts'
import { Refusal } from './object-store.ts'

const pods = '/api/v1/namespaces/honeydue/pods'

/** What the tool has just written, at which a deploy begins. */
const moments = { announced: '"way":"forward"', published: '"publishedAt"', 'being revoked': '"way":"revoking"' }

for (const [moment, sign] of Object.entries(moments)) {
  test(`a deploy that begins when the new value is ${moment} replaces every pod: the rotation waits for the new ones and ends well`, async (t) => {
    const anna = await testOperator(t)
    const { fake, honeydue, config } = anna
    publish(fake, {
      SECRET_KEY: 'the key of last year, long enough for the rule',
      FINGERPRINT_SALT: 'a salt for fingerprints'
    })
    testPods(fake, 'SECRET_KEY', keysIn)
    let deployed = 0
    fake.store.on('happened', (collection, { object }) => {
      const said = object.metadata.annotations?.['honeydue.dev/rotation.SECRET_KEY'] ?? ''
      if (deployed > 0 || !collection.endsWith('/secrets') || !said.includes(sign)) return
      for (const { metadata } of fake.store.list(pods)) {
        deployed += 1
        const answer = fake.pods.get(metadata.name) ?? assert.fail()
        fake.store.remove(pods, metadata.name)
        fake.pods.delete(metadata.name)
        const { labels } = metadata
        const name = `${metadata.name}-next`
        fake.store.create(pods, { metadata: { name, ...(labels && { labels }) } }, asAdmin)
        // A pod that starts does not answer yet.
        let asked = 0
        fake.pods.set(name, (path) => {
          if ((asked += 1) <= 2) throw new Refusal(503, 'ServiceUnavailable', 'no endpoints available')
          return answer(path)
        })
      }
    })
    const rotate = ['secrets', 'rotate', 'SECRET_KEY', '--environment', 'production', '--take-over', '--overlap', '0']
    let said = await honeydue(...rotate, '--config', config)
    for (let times = 0; times < 3 && said.exitCode !== 0; times += 1) {
      said = await honeydue(...rotate, '--config', config, '--resume')
    }
    assert.equal(deployed, 3)
    assert.equal(said.exitCode, 0, said.out + said.err)
    assert.equal(keysIn(published(fake, 'SECRET_KEY')).length, 1)
  })
}

/** The keys of a ring, the active one first. */
function keysIn(ring: string): string[] {
  if (!ring.startsWith('{')) return [ring]
  const { active, keys } = JSON.parse(ring) as { active: string; keys: { kid: string; k: string }[] } // the tool's
  return keys.toSorted((one, other) => Number(other.kid === active) - Number(one.kid === active)).map(({ k }) => k)
}
