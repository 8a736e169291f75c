import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { asAdmin } from '#test/cluster/fake-api-server.ts'
import { robot, testGitea, type TestGitea } from '#test/doubles/gitea.ts'
import { publish, published } from '../../testing-pods.ts'
import { testOperator, type TestOperator } from '../../testing-operator.ts'
import { imagesOf } from './registry-probe.ts'

const key = '.dockerconfigjson'
const place = 'ghcr-credentials'
const rotate = ['secrets', 'rotate', 'ghcr-credentials', '--environment', 'production', '--take-over']
const digest = `sha256:${'ab'.repeat(32)}`
const elsewhere = { username: 'other', password: 'of another registry' }

async function furnish({ folder }: TestOperator): Promise<void> {
  await writeFile(join(folder, 'gitea-ca.pem'), testingCertificate.cert)
  await writeFile(join(folder, 'robot.txt'), robot.password, { mode: 0o600 })
}

function pod({ fake }: TestOperator, name: string, images: string[], ready = true): void {
  const spec = { containers: images.map((image) => ({ name: 'one', image })) }
  const status = { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] }
  fake.store.create('/api/v1/namespaces/honeydue/pods', { metadata: { name }, spec, status }, asAdmin)
}

const loginFor = (password: string) => ({
  username: robot.user,
  password,
  auth: Buffer.from(`${robot.user}:${password}`).toString('base64')
})

/** A cluster that pulls two images of a Gitea, and one of somewhere else, with a token. */
async function inUse(t: TestContext, how: 'with its password' | 'by hand' = 'with its password') {
  const gitea = await testGitea(t, 'home/honeydue:7', `home/tools:${digest}`)
  const former = gitea.grant('somebody’s')
  const registry = {
    host: gitea.host,
    user: robot.user,
    certificateAuthorityFile: 'gitea-ca.pem',
    ...(how === 'with its password' && { passwordFile: 'robot.txt' })
  }
  const anna = await testOperator(t, { settings: { registry } })
  await furnish(anna)
  pod(anna, 'api-1', [`${gitea.host}/home/honeydue:7`, 'docker.io/library/redis:8'])
  pod(anna, 'worker-1', [`${gitea.host}/home/honeydue:7`, `${gitea.host}/home/tools:3@${digest}`])
  const auths = { [gitea.host]: loginFor(former), 'other.example.org': elsewhere }
  publish(anna.fake, { [key]: JSON.stringify({ auths }) }, place)
  publish(anna.fake, {})
  const honeydue = (...args: string[]) => anna.honeydue(...rotate, '--config', anna.config, ...args)
  return { anna, gitea, former, honeydue, live: () => liveIn(anna, gitea) }
}

function liveIn({ fake }: TestOperator, { host }: TestGitea): string {
  const { auths } = JSON.parse(published(fake, key, place)) as { auths: Record<string, typeof elsewhere> } // as it was written
  assert.deepEqual(auths['other.example.org'], elsewhere)
  return auths[host]?.password ?? ''
}

const valuesOf = ({ tokens }: TestGitea) => [...tokens.values()].map(({ value }) => value)

test('the token of the registry is replaced: the new one reads every image that runs before the old one goes', async (t) => {
  const { anna, gitea, former, honeydue, live } = await inUse(t)
  const first = await honeydue()
  assert.equal(first.exitCode, 10, first.out + first.err)
  assert.deepEqual(valuesOf(gitea), [former, live()])
  assert.match([...gitea.tokens.values()][1]?.name ?? '', /^honeydue-pull-[\da-f-]{36}-\d+$/)
  assert.ok(gitea.asked.includes(`HEAD /v2/home/tools/manifests/${digest}`))
  anna.now = anna.now.add({ hours: 24 })
  pod(anna, 'api-2', [`${gitea.host}/home/honeydue:7`], false)
  const early = await honeydue('--resume')
  assert.deepEqual([early.exitCode, valuesOf(gitea).length], [10, 2], 'while a pod is on its way up')
  anna.fake.store.remove('/api/v1/namespaces/honeydue/pods', 'api-2')
  const last = await honeydue('--resume')
  assert.equal(last.exitCode, 0, last.out + last.err)
  assert.deepEqual(valuesOf(gitea), [live()])
})

test('without the robot’s password a human makes and deletes tokens, and the tool sees that it is so', async (t) => {
  const { anna, gitea, former, honeydue, live } = await inUse(t, 'by hand')
  let pasted = former
  const asked: string[] = []
  anna.ask = async (question) => {
    asked.push(question)
    if (question.includes('create')) return pasted
    gitea.tokens.delete(1)
    return 'done'
  }
  for (const [wrong, told] of [
    [former, /That is the token in use/],
    ['two words', /A token is one word/],
    [gitea.grant('no rights', ['read:user']), /may not pull the images that run/],
    [robot.password.replaceAll(' ', '-'), /may not pull/]
  ] as const) {
    pasted = wrong
    const { exitCode, out } = await honeydue()
    assert.deepEqual([exitCode, live(), told.test(out)], [3, former, true], out)
  }
  pasted = gitea.grant('by hand')
  assert.equal((await honeydue('--overlap', '0')).exitCode, 0)
  assert.match(asked[0] ?? '', /create a token named honeydue-pull-[\da-f-]{36} that may read packages/)
  assert.match(
    asked.at(-1) ?? '',
    /delete the token that the cluster has used until now, and keep the token honeydue-pull-/
  )
  assert.deepEqual([live(), gitea.tokens.has(1)], [pasted, false])
})

test('what stands in the way is told before a token is made', async (t) => {
  const { anna, gitea, honeydue } = await inUse(t)
  pod(anna, 'job-1', [`${gitea.host}/home/gone:1`])
  assert.match((await honeydue()).out, /does not say of every image that runs whether it may be pulled/)
  await writeFile(join(anna.folder, 'robot.txt'), 'the password of last year')
  assert.match((await honeydue()).out, /Gitea refuses the password in registry\.passwordFile/)
  await gitea.stop()
  const { exitCode, out } = await honeydue()
  assert.deepEqual([exitCode, /localhost:\d+ does not answer/.test(out), gitea.tokens.size], [1, true, 1])
})

test('a token that is none of the robot’s is left to a human', async (t) => {
  const { anna, gitea, honeydue, live } = await inUse(t)
  gitea.tokens.clear()
  const theirs = gitea.grant('of a person', ['read:package'], 'anna')
  const secrets = '/api/v1/namespaces/honeydue/secrets'
  const object = anna.fake.store.get(secrets, place) ?? assert.fail()
  const auths = { [gitea.host]: { username: 'anna', password: theirs }, 'other.example.org': elsewhere }
  const data = { [key]: Buffer.from(JSON.stringify({ auths })).toString('base64') }
  anna.fake.store.replace(secrets, { ...object, data }, { ...asAdmin, manager: 'kubectl' })
  const { exitCode, out } = await honeydue('--overlap', '0')
  assert.deepEqual([exitCode, gitea.tokens.size], [3, 2], out)
  assert.match(out, /as anna: delete the token .* none of honeydue-robot’s/)
  for (const [id, { owner }] of gitea.tokens) if (owner === 'anna') gitea.tokens.delete(id)
  assert.equal((await honeydue('--overlap', '0', '--resume')).exitCode, 0)
  assert.deepEqual(valuesOf(gitea), [live()])
})

test('a rotation is taken back, and in a compromise the old token goes at once', async (t) => {
  const { anna, gitea, former, honeydue, live } = await inUse(t)
  await honeydue()
  const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
  await furnish(ben)
  const back = await ben.honeydue(...rotate, '--config', ben.config, '--abort')
  assert.deepEqual([back.exitCode, valuesOf(gitea), live()], [5, [former], former], back.out)
  assert.equal((await honeydue('--compromised')).exitCode, 0)
  assert.deepEqual([valuesOf(gitea), live() === former], [[live()], false])
})

test('what was made and never kept goes when it is taken back, as nobody knows its value', async (t) => {
  const { anna, gitea, former, honeydue, live } = await inUse(t)
  // Of the three that a rotation begins with, the last one makes the token: the tool tries three times, each answer is lost.
  for (const after of [2, 1, 1]) gitea.fail('after the effect', after)
  assert.equal((await honeydue()).exitCode, 3)
  assert.equal(gitea.tokens.size, 2)
  const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
  await furnish(ben)
  const back = await ben.honeydue(...rotate, '--config', ben.config, '--abort')
  assert.deepEqual([back.exitCode, valuesOf(gitea), live()], [5, [former], former], back.out + back.err)
  const again = await ben.honeydue(...rotate, '--config', ben.config, '--abort')
  assert.deepEqual([again.exitCode, valuesOf(gitea)], [0, [former]], 'there is nothing left to take back')
})

/** Some of the calls of a rotation, to the cluster and to Gitea. */
const cuts = [
  ...[14, 19, 42].map((at) => ['cluster', at] as const),
  ...[1, 2, 3, 4].map((at) => ['Gitea', at] as const)
]

// ASVS 16.2.5
test('an answer that is lost leaves one token: its value is unknown, so another is made; and no value is in any trace', async (t) => {
  for (const [where, cut] of cuts) {
    const { anna, gitea, former, honeydue, live } = await inUse(t)
    if (where === 'cluster') anna.fake.fail('after the effect', cut)
    else gitea.fail('after the effect', cut)
    const first = await honeydue('--overlap', '0')
    const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
    await furnish(ben)
    ben.now = anna.now.add({ hours: 1 })
    const goOn = [...rotate, '--config', ben.config, '--overlap', '0']
    const last = first.exitCode === 0 ? first : await ben.honeydue(...goOn)
    assert.deepEqual(valuesOf(gitea), [live()], `${where} ${cut}: ${last.out} ${last.err}`)
    assert.notEqual(live(), former, `${where} ${cut}: ${last.out} ${last.err}`)
    await writeFile(join(anna.folder, 'robot.txt'), '')
    await writeFile(join(ben.folder, 'robot.txt'), '')
    const traces = (await anna.traces()) + (await ben.traces())
    for (const value of [former, live(), robot.password]) {
      assert.equal(traces.includes(value), false)
      assert.equal(traces.includes(Buffer.from(`${robot.user}:${value}`).toString('base64')), false)
    }
  }
})

test('images are read as pod specifications spell them', () => {
  const of = (...images: string[]) => imagesOf('git.example.org:3000', images)
  assert.deepEqual(of('git.example.org:3000/a/b:7', 'git.example.org:3000/a/b:7', 'busybox', 'git.example.org/a/b:7'), [
    { name: 'a/b', reference: '7' }
  ])
  assert.deepEqual(of('git.example.org:3000/a/b'), [{ name: 'a/b', reference: 'latest' }])
  assert.deepEqual(of(`git.example.org:3000/a/b:7@${digest}`), [{ name: 'a/b', reference: digest }])
})
