import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mainAction, renderHtml, renderText } from '#server/gateways/mail/render.ts'
import { factorNoticeMail, notices } from './factors/notices.ts'
import { alreadyRegisteredMail, codeMail, passwordChangedMail, resetLinkMail } from './mails.ts'
import type { Reader } from './rules.ts'

const url = 'https://due.example'
const anna: Reader = { email: 'anna@example.org', displayName: 'Anna', language: 'de' }

const english = { ...anna, language: 'en' } as const
const allMails = [anna, english].flatMap((reader) => [
  codeMail(reader, '01234567'),
  alreadyRegisteredMail(reader, url),
  resetLinkMail(reader, url, 'TOKEN'),
  passwordChangedMail(reader, url),
  ...notices.map((notice) => factorNoticeMail(reader, url, { notice }))
])

test('every mail goes to its reader, has its own subject, and says the same in text and in HTML', () => {
  assert.equal(new Set(allMails.map(({ subject }) => subject)).size, allMails.length)
  for (const mail of allMails) {
    assert.equal(mail.to, 'anna@example.org')
    for (const block of mail.body) {
      const words = typeof block === 'string' ? [block] : Object.values(block)
      for (const word of words) assert.ok(renderText(mail).includes(word) && renderHtml(mail).includes(word), word)
    }
    assert.ok(renderHtml(mail).includes(`<html lang="${mail.language}">`))
  }
})

test('the code and the links are what stands out', () => {
  assert.equal(mainAction(codeMail(anna, '01234567')), '01234567')
  assert.equal(mainAction(resetLinkMail(anna, url, 'TOKEN')), 'https://due.example/reset-password#token=TOKEN')
  assert.equal(mainAction(alreadyRegisteredMail(anna, url)), 'https://due.example/sign-in')
  assert.equal(mainAction(passwordChangedMail(anna, url)), 'https://due.example/forgot-password')
})

test('the German mails say du, the English ones hold no German', () => {
  for (const mail of allMails) {
    const text = renderText(mail)
    assert.equal(/\b(du|dein|deine|deinem|dich|deines)\b/i.test(text), mail.language === 'de', text)
    assert.doesNotMatch(text, /\b(Sie|Ihr|Ihre|Ihnen)\b|!/, text)
  }
})

test('the code mail is free of what the one who registered wrote', () => {
  const loud: Reader = { ...anna, displayName: 'Call 0900 1234' }
  assert.doesNotMatch(renderText(codeMail(loud, '01234567')), /0900/)
})

// ASVS 1.2.1, 1.3.5, 1.3.7
test('a name cannot become markup, a link or a subject', () => {
  const mail = resetLinkMail({ ...anna, displayName: '<b onclick="x">A&B https://evil.com' }, url, 'TOKEN')

  const html = renderHtml(mail)
  assert.doesNotMatch(html, /<b |evil/)
  assert.match(html, /&#60;b onclick=&#34;x&#34;&#62;A&#38;B/)
  assert.equal(mail.subject, resetLinkMail(anna, url, 'OTHER').subject)
})
