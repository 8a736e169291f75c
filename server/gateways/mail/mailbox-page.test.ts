import assert from 'node:assert/strict'
import { test } from 'node:test'
import fastify from 'fastify'
import type { DevelopmentMailbox, KeptMail } from './development-mailbox.ts'
import { mailboxReply, mayReadMailbox } from './mailbox-page.ts'
import { mountMailbox } from './mount-mailbox.ts'

const mail: KeptMail = {
  id: '1773144000000-000001-77',
  at: '2026-03-10T12:00:00Z',
  to: 'anna@example.org',
  language: 'de',
  subject: '<script>alert(1)</script>',
  body: ['Hallo <b>Anna</b>', { code: '01234567' }, { label: 'Weiter "hier"', url: 'http://localhost:8080/#token=T&x' }]
}

// ASVS 1.2.1
test('the list shows to whom, what and the code, with everything escaped', () => {
  const { status, headers, body } = mailboxReply('/dev/mail', [mail])

  assert.equal(status, 200)
  assert.equal(headers['content-type'], 'text/html; charset=utf-8')
  assert.match(body, /<a href="\/dev\/mail\/1773144000000-000001-77">&#60;script&#62;alert/)
  assert.match(body, /to anna@example\.org · <time datetime="2026-03-10T12:00:00Z">2026-03-10 12:00:00 UTC<\/time>/)
  assert.match(body, /<code>01234567<\/code>/)
})

test('one mail shows every block, its links to open', () => {
  const { status, body } = mailboxReply(`/dev/mail/${mail.id}`, [mail])

  assert.equal(status, 200)
  assert.match(body, /Hallo &#60;b&#62;Anna&#60;\/b&#62;/)
  assert.match(body, /<a href="http:\/\/localhost:8080\/#token=T&#38;x">Weiter &#34;hier&#34;<\/a>/)
})

test('the pages need nothing that their own strict policy refuses', () => {
  for (const path of ['/dev/mail', `/dev/mail/${mail.id}`, '/dev/mail/gone']) {
    const { headers, body } = mailboxReply(path, [mail])
    assert.match(headers['content-security-policy'] ?? '', /^default-src 'none'; style-src 'self';/)
    assert.doesNotMatch(body, /<script|<style|style=| on\w+=|<img|<iframe/)
    assert.match(body, /<link rel="stylesheet" href="\/dev\/mail\.css">/)
  }
  assert.equal(mailboxReply('/dev/mail.css', []).headers['content-type'], 'text/css; charset=utf-8')
})

test('programs get JSON, and a mail that is gone is not found', () => {
  assert.deepEqual(JSON.parse(mailboxReply('/dev/mail.json', [mail]).body), [mail])
  assert.equal(mailboxReply('/dev/mail/gone', [mail]).status, 404)
})

// ASVS 13.4.5
test('only somebody at this machine may read it', () => {
  const host = 'localhost:8080'
  for (const peer of ['127.0.0.1', '127.8.0.1', '::1', '::ffff:127.0.0.1'])
    assert.ok(mayReadMailbox(peer, { host }), peer)
  for (const own of ['localhost', '127.0.0.1:8080', '[::1]:8080']) assert.ok(mayReadMailbox('::1', { host: own }), own)

  for (const peer of [undefined, '192.168.1.7', '10.127.0.1', '::2', '::ffff:10.0.0.1', '127.0.0.1.example.org']) {
    assert.ok(!mayReadMailbox(peer, { host }), peer ?? 'no peer')
  }
})

test('a proxy on this machine does not speak for strangers, and a foreign page does not read through the browser', () => {
  const host = 'localhost:8080'
  for (const name of ['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'via', 'x-real-ip', 'cf-connecting-ip']) {
    assert.ok(!mayReadMailbox('127.0.0.1', { host, [name]: '127.0.0.1' }), name)
  }
  for (const named of [undefined, 'evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:8080']) {
    assert.ok(!mayReadMailbox('127.0.0.1', { ...(named !== undefined && { host: named }) }), named ?? 'no host')
  }
  assert.ok(!mayReadMailbox('127.0.0.1', { host, 'sec-fetch-site': 'cross-site' }))
  assert.ok(mayReadMailbox('127.0.0.1', { host, 'sec-fetch-site': 'same-origin' }))
})

test('mounted, it answers with its headers here, and as if it were not there elsewhere', async (t) => {
  const app = fastify()
  t.after(() => app.close())
  const mailbox: DevelopmentMailbox = {
    list: async () => [mail],
    send: async () => {},
    check: async () => {},
    close: async () => {}
  }
  mountMailbox(app, mailbox)

  const here = await app.inject({ url: '/dev/mail.json?x=1', headers: { host: 'localhost' } })
  const elsewhere = await app.inject({ url: '/dev/mail', headers: { host: 'localhost' }, remoteAddress: '192.168.1.7' })

  assert.deepEqual([here.statusCode, here.json()], [200, [mail]])
  assert.equal(here.headers['cache-control'], 'no-store')
  assert.equal((await app.inject({ url: `/dev/mail/${mail.id}`, headers: { host: 'localhost' } })).statusCode, 200)
  assert.equal(elsewhere.statusCode, 404)
})
