import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'
import { developmentMailbox } from './development-mailbox.ts'
import type { Mail } from './mail.ts'

const mail: Mail = {
  to: 'anna@example.org',
  language: 'en',
  subject: 'Your code',
  body: ['Hello,', { code: '01234567' }, { label: 'Open', url: 'http://localhost:8080/x' }]
}

async function mailboxFolder(t: TestContext): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'honeydue-mail-'))
  t.after(() => rm(parent, { recursive: true }))
  return join(parent, 'mail')
}

test('each mail is printed with its recipient, its subject and what the reader needs', async (t) => {
  const lines: string[] = []
  const mailbox = developmentMailbox({ folder: await mailboxFolder(t), print: (line) => lines.push(line) })

  await mailbox.send(mail)

  assert.deepEqual(lines, ['Mail to anna@example.org: Your code\n    01234567'])
})

test('the mails are listed newest first, and again after a restart', async (t) => {
  const folder = await mailboxFolder(t)
  const mailbox = developmentMailbox({ folder, print: () => {} })
  assert.deepEqual(await mailbox.list(), [])
  await mailbox.send(mail)
  await mailbox.send({ ...mail, subject: 'Later' })

  const restarted = await developmentMailbox({ folder, print: () => {} }).list()

  assert.deepEqual(
    restarted.map(({ subject }) => subject),
    ['Later', 'Your code']
  )
  const { id: _id, at, ...content } = restarted[1] ?? assert.fail()
  assert.deepEqual(content, mail)
  assert.ok(Math.abs(Temporal.Instant.from(at).since(Temporal.Now.instant()).total('seconds')) < 60)
})

test('nobody else on the machine can read the files', async (t) => {
  const folder = await mailboxFolder(t)
  await developmentMailbox({ folder, print: () => {} }).send(mail)

  const [name = ''] = await readdir(folder)

  assert.equal((await stat(folder)).mode & 0o777, 0o700)
  assert.equal((await stat(join(folder, name))).mode & 0o777, 0o600)
})

test('the last 200 stay', async (t) => {
  const folder = await mailboxFolder(t)
  const mailbox = developmentMailbox({ folder, print: () => {} })

  for (let number = 1; number <= 203; number += 1) await mailbox.send({ ...mail, subject: `Mail ${number}` })

  const mails = await mailbox.list()
  assert.equal((await readdir(folder)).length, 200)
  assert.deepEqual([mails.length, mails[0]?.subject, mails.at(-1)?.subject], [200, 'Mail 203', 'Mail 4'])
})

test('a file that is no mail is passed over', async (t) => {
  const folder = await mailboxFolder(t)
  const mailbox = developmentMailbox({ folder, print: () => {} })
  for (const subject of ['cut short', 'good']) await mailbox.send({ ...mail, subject })
  const [first = ''] = (await readdir(folder)).toSorted()
  await truncate(join(folder, first), 20)
  await writeFile(join(folder, '9999999999999-000000-1.json'), '{"subject":"of another shape"}')
  await writeFile(join(folder, '9999999999999-000001-1.json'), Buffer.from([0xff, 0x00]))
  await writeFile(join(folder, 'notes.txt'), 'mine')

  assert.deepEqual(
    (await mailbox.list()).map(({ subject }) => subject),
    ['good']
  )
})

test('a mail that cannot be kept is not taken for sent', async (t) => {
  const folder = await mailboxFolder(t)
  await writeFile(folder, 'a file where the folder should be')

  await assert.rejects(developmentMailbox({ folder, print: () => {} }).send(mail), { code: 'EEXIST' })
})
