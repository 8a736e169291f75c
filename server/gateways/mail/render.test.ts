import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Mail } from './mail.ts'
import { mainAction, renderHtml, renderText } from './render.ts'

const mail: Mail = {
  to: 'anna@example.org',
  language: 'de',
  subject: 'Ein <Betreff>',
  body: [
    'Hallo & guten\nTag',
    { label: '"Weiter" <b>', url: 'https://due.example/x?a=1&b="2"#token=T' },
    { code: '0123' },
    'Ende'
  ]
}

test('text holds every block, links on a line of their own', () => {
  assert.equal(
    renderText(mail),
    'Hallo & guten\nTag\n\n"Weiter" <b>:\nhttps://due.example/x?a=1&b="2"#token=T\n\n    0123\n\nEnde\n'
  )
})

// ASVS 1.1.2, 1.2.1
test('values cannot leave their place in the HTML', () => {
  const html = renderHtml(mail)

  assert.match(html, /<title>Ein &#60;Betreff&#62;<\/title>/)
  assert.match(html, /<p>Hallo &#38; guten<br>Tag<\/p>/)
  assert.match(
    html,
    /<a href="https:\/\/due\.example\/x\?a=1&#38;b=&#34;2&#34;#token=T">&#34;Weiter&#34; &#60;b&#62;<\/a>/
  )
  assert.match(html, /<strong[^>]*>0123<\/strong>/)
})

test('the main action is the first one', () => {
  assert.equal(mainAction(mail), 'https://due.example/x?a=1&b="2"#token=T')
  assert.equal(mainAction({ ...mail, body: ['nothing to do'] }), '')
})
