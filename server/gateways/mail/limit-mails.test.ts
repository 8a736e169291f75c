import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApp, testKeyring } from '#test/harness.ts'
import { race } from '#test/race.ts'
import { limitMails, mailsADay } from './limit-mails.ts'
import type { Mail } from './mail.ts'

const mail: Mail = {
  to: 'anna@example.org',
  language: 'en',
  subject: 'Your code',
  body: ['Hello,', { code: '01234567' }]
}

test('of a hundred mails of a kind at once exactly as many go out as somebody may get in a day', async (t) => {
  const app = await testApp(t)
  const { send } = limitMails(app.mail, app.ground, testKeyring)

  await race(100, () => send(mail))

  assert.equal(app.mail.sent.length, mailsADay)
  assert.equal((await app.db.selectFrom('mail_counts').select('sent').executeTakeFirstOrThrow()).sent, mailsADay)
})

test('others, other kinds and the next day are not touched by it', async (t) => {
  const app = await testApp(t)
  const { send } = limitMails(app.mail, app.ground, testKeyring)
  for (let count = 0; count <= mailsADay; count += 1) await send(mail)
  assert.equal(app.mail.sent.length, mailsADay)

  await send({ ...mail, to: 'ben@example.org' })
  await send({ ...mail, subject: 'A new password' })
  app.clock.advance({ hours: 12 })
  await send(mail)

  assert.equal(app.mail.sent.length, mailsADay + 3)
})

test('what could not be sent does not count, and says so', async (t) => {
  const app = await testApp(t)
  const { send } = limitMails(app.mail, app.ground, testKeyring)
  app.mail.outage = new Error('connect ECONNREFUSED')
  for (let count = 0; count < 2 * mailsADay; count += 1) await assert.rejects(send(mail), /ECONNREFUSED/)
  app.mail.outage = undefined

  await send(mail)

  assert.equal(app.mail.sent.length, 1)
})

test('the count does not say whose it is', async (t) => {
  const app = await testApp(t)
  await limitMails(app.mail, app.ground, testKeyring).send(mail)

  const { rows } = await app.database.pool.query<{ text: string }>('select m::text as text from mail_counts m')
  assert.doesNotMatch(rows.map(({ text }) => text).join(), /anna|example/)
})
