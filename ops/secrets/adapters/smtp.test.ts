import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { publish, published, testPods } from '../../testing-pods.ts'
import { testOperator, type TestOperator } from '../../testing-operator.ts'
import { smtpUser, testSmtp } from '../../testing-smtp.ts'

const former = 'kx7n2w9qf4m8t3zd'
const fresh = 'pz5r8c2vy6h4j9bs'
const key = 'EMAIL_HOST_PASSWORD'
const rotate = ['secrets', 'rotate', key, '--environment', 'production', '--take-over']

/** An installation whose mail goes through a server that knows the password in use and an account's own. */
async function inUse(t: TestContext) {
  const smtp = await testSmtp(t, former)
  const settings = {
    smtp: {
      host: 'localhost',
      port: smtp.port,
      security: 'tls',
      user: smtpUser,
      certificateAuthorityFile: 'smtp-ca.pem'
    }
  }
  const anna = await testOperator(t, { settings })
  await writeFile(join(anna.folder, 'smtp-ca.pem'), testingCertificate.cert)
  publish(anna.fake, { [key]: former })
  const pods = testPods(anna.fake, key, (text) => [text])
  const honeydue = (...args: string[]) => anna.honeydue(...rotate, '--config', anna.config, ...args)
  return { anna, smtp, pods, honeydue, live: () => published(anna.fake, key) }
}

async function colleague(t: TestContext, anna: TestOperator) {
  const ben = await testOperator(t, { name: 'ben@desk', beside: anna })
  await writeFile(join(ben.folder, 'smtp-ca.pem'), testingCertificate.cert)
  return ben
}

/** A human who does what is asked, at the portal too, and what they were asked. */
function human(smtp: { passwords: Set<string> }, pasted = [fresh], gone = former) {
  const asked: { question: string; hidden: boolean }[] = []
  return {
    asked,
    async ask(question: string, { hidden } = { hidden: false }) {
      asked.push({ question, hidden })
      if (question.includes('create')) {
        smtp.passwords.add(fresh)
        return pasted.length > 1 ? (pasted.shift() ?? '') : (pasted[0] ?? '')
      }
      smtp.passwords.delete(gone)
      return 'done'
    }
  }
}

test('an app password is replaced: a human makes and deletes, the tool sees that it is so', async (t) => {
  const { anna, smtp, honeydue, live } = await inUse(t)
  const { ask, asked } = human(smtp)
  anna.ask = ask

  const first = await honeydue()

  assert.deepEqual([first.exitCode, live()], [10, fresh], first.out + first.err)
  const [, name = ''] =
    /for SMTP only, named (honeydue-production-[\da-f-]{36}), and paste/.exec(asked[0]?.question ?? '') ?? []
  assert.deepEqual([asked.length, asked[0]?.hidden, name !== ''], [1, true, true])
  anna.now = anna.now.add({ minutes: 30 })
  const last = await honeydue('--resume')
  assert.equal(last.exitCode, 0, last.out + last.err)
  assert.ok(asked[1]?.question.includes(`delete the app password that honeyDue has used until now, and keep ${name}`))
  assert.deepEqual([...smtp.passwords], [fresh])

  const next = 'm3x8w6k2q9v7t4nr'
  anna.ask = async (question) => {
    asked.push({ question, hidden: false })
    if (question.includes('create')) return (smtp.passwords.add(next), next)
    return (smtp.passwords.delete(fresh), 'done')
  }
  assert.equal((await honeydue('--overlap', '0')).exitCode, 0)
  assert.ok(asked.at(-1)?.question.includes(`delete ${name}, and keep honeydue-production-`), 'the old one by its name')
  assert.deepEqual([...smtp.passwords], [next])
})

test('where nobody sits the tool stops, says what to do under one name, and the same command goes on for anybody', async (t) => {
  const { anna, smtp, honeydue, live } = await inUse(t)
  const first = await honeydue('--overlap', '0')
  const again = await honeydue('--overlap', '0')
  const [names, same] = [first, again].map(({ out }) => /named (honeydue-production-[\da-f-]{36})/.exec(out)?.[1])
  assert.deepEqual([first.exitCode, names, live()], [3, same, former], first.out)
  assert.match(first.out, /as "password" in the file of --answers/)

  const ben = await colleague(t, anna)
  const answers = join(ben.folder, 'answers.yaml')
  await writeFile(answers, `password: ${fresh}\n`, { mode: 0o600 })
  smtp.passwords.add(fresh)
  const bens = ['--config', ben.config, '--overlap', '0', '--answers', answers]
  const third = await ben.honeydue(...rotate, ...bens)
  assert.deepEqual([third.exitCode, live()], [3, fresh], third.out)
  assert.match(third.out, new RegExp(`keep ${names}\\. Type "done"`))
  assert.ok(smtp.passwords.has(former))

  smtp.passwords.delete(former)
  assert.equal((await ben.honeydue(...rotate, ...bens, '--resume')).exitCode, 0, 'the deed counts, not the word')
})

test('what was pasted by mistake is told before anything is written', async (t) => {
  const { anna, smtp, honeydue, live } = await inUse(t)
  for (const [pasted, told] of [
    [former, /That is the password in use/],
    ['two words', /paste it without spaces/],
    ['of-the-account', /localhost refuses it for home@example\.org: paste the app password/]
  ] as const) {
    anna.ask = human(smtp, [pasted, pasted]).ask
    const { exitCode, out, err } = await honeydue()
    assert.deepEqual([exitCode, live()], [3, former], out)
    assert.match(out, told)
    assert.match(err, told)
    assert.equal((out + err).includes('of-the-account'), false)
  }
  anna.ask = async () => ''
  assert.equal((await honeydue()).exitCode, 3, 'nothing is no answer')
  const { ask, asked } = human(smtp, ['of-the-account', fresh])
  anna.ask = ask
  assert.deepEqual([(await honeydue()).exitCode, asked.length, live()], [10, 2, fresh], 'asked again')
})

test('a server that does not say what it thinks of a password has said nothing', async (t) => {
  const { anna, smtp, honeydue, live } = await inUse(t)
  anna.ask = human(smtp).ask
  smtp.fault = 454
  const busy = await honeydue()
  assert.deepEqual([busy.exitCode, live()], [1, former])
  assert.match(busy.out, /localhost:\d+ does not let anybody sign in just now/)
  smtp.fault = undefined
  assert.equal((await honeydue()).exitCode, 10)
  await smtp.stop()
  anna.now = anna.now.add({ minutes: 30 })
  const down = await honeydue('--resume')
  assert.deepEqual([down.exitCode, live()], [3, fresh])
  assert.match(down.out, /Stopped; nothing was destroyed/)
})

test('the old password stays until a pod was seen to get in with the new one', async (t) => {
  const { anna, smtp, pods, honeydue } = await inUse(t)
  anna.ask = human(smtp).ask
  pods.idle()
  const idle = await honeydue('--overlap', '0')
  assert.deepEqual([idle.exitCode, smtp.passwords.has(former)], [10, true], idle.out)
  assert.match(idle.out, /nobody has been seen to use the new one/)
  pods.work()
  assert.equal((await honeydue('--overlap', '0', '--resume')).exitCode, 0)
})

test('a rotation is taken back when the human has deleted the new one', async (t) => {
  const { anna, smtp, honeydue, live } = await inUse(t)
  anna.ask = human(smtp).ask
  assert.equal((await honeydue()).exitCode, 10)
  const { ask, asked } = human(smtp, [fresh], fresh)
  anna.ask = ask
  const back = await honeydue('--abort')
  assert.deepEqual([back.exitCode, live(), [...smtp.passwords]], [5, former, [former]], back.out)
  assert.match(asked[0]?.question ?? '', /delete honeydue-production-[\da-f-]{36}, and keep the app password that/)
})

test('whoever says "done" and has not deleted it is not believed', async (t) => {
  const { anna, smtp, honeydue } = await inUse(t)
  anna.ask = human(smtp, [fresh], 'nothing').ask
  const { exitCode, out } = await honeydue('--compromised')
  assert.deepEqual([exitCode, smtp.passwords.has(former)], [3, true])
  assert.match(out, /It was tried 3 times/)
  smtp.passwords.delete(former)
  assert.equal((await honeydue('--resume', '--compromised')).exitCode, 0)
})

test('whoever deletes the wrong one has the old one published again', async (t) => {
  const { anna, smtp, honeydue, live } = await inUse(t)
  anna.ask = human(smtp, [fresh], fresh).ask
  const { exitCode, out } = await honeydue('--overlap', '0')
  assert.deepEqual([exitCode, live(), [...smtp.passwords]], [3, former, [former]], out)
  assert.match(out, /the wrong one was deleted/)
})

/** Some of the calls of a rotation. */
const cuts = [8, 20, 33, 47]

// ASVS 16.2.5
test('a call that has its effect and no answer loses nothing, and no value is in any trace', async (t) => {
  for (const cut of cuts) {
    const { anna, smtp, honeydue, live } = await inUse(t)
    anna.ask = human(smtp).ask
    anna.fake.fail('after the effect', cut)
    await honeydue('--overlap', '0')
    assert.ok(anna.fake.requests.length > cut, `${cut} is beyond the rotation`)
    assert.ok(smtp.passwords.has(live()), `${cut}`)
    const ben = await colleague(t, anna)
    ben.ask = human(smtp).ask
    ben.now = anna.now.add({ hours: 1 })
    const goOn = [...rotate, '--config', ben.config, '--overlap', '0']
    await ben.honeydue(...goOn)
    assert.deepEqual([live(), [...smtp.passwords]], [fresh, [fresh]], `${cut}`)
    const traces = (await anna.traces()) + (await ben.traces())
    for (const value of [former, fresh])
      for (const form of [value, Buffer.from(value).toString('base64')]) assert.equal(traces.includes(form), false)
  }
})
