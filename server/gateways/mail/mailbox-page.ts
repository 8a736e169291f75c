import type { IncomingHttpHeaders } from 'node:http'
import type { KeptMail } from './development-mailbox.ts'
import { escapeHtml, mainAction } from './render.ts'

export type MailboxReply = {
  readonly status: 200 | 404
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The answer to a GET below `/dev/mail`: the list, one mail (`/dev/mail/<id>`), `/dev/mail.json` and the style sheet. */
export function mailboxReply(path: string, mails: readonly KeptMail[]): MailboxReply {
  if (path === '/dev/mail') return reply('text/html', mailboxPage(mails))
  if (path === '/dev/mail.json') return reply('application/json', JSON.stringify(mails))
  if (path === '/dev/mail.css') return reply('text/css', styleSheet)
  const mail = mails.find(({ id }) => path === `/dev/mail/${id}`)
  if (mail) return reply('text/html', mailPage(mail))
  return {
    ...reply('text/html', page('Not here', '<p>This mail is gone: only the last 200 are kept.</p>')),
    status: 404
  }
}

const loopback = /^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/
const ownHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i

/**
 * The mails open accounts, so only somebody at this machine may see them: a loopback peer that no proxy speaks for, and
 * that names this machine as host (a page elsewhere whose name points at 127.0.0.1 does not).
 */
export function mayReadMailbox(peer: string | undefined, headers: IncomingHttpHeaders): boolean {
  const forwarded = Object.keys(headers).some((name) => /^(forwarded|via|x-forwarded-.*|x-real-ip|cf-.*)$/.test(name))
  const site = headers['sec-fetch-site'] ?? 'none'
  const fromHere = site === 'none' || site === 'same-origin'
  return loopback.test(peer ?? '') && ownHost.test(headers.host ?? '') && !forwarded && fromHere
}

function mailboxPage(mails: readonly KeptMail[]): string {
  const rows = mails.map(
    (mail) => `<li><a href="/dev/mail/${escapeHtml(mail.id)}">${escapeHtml(mail.subject)}</a>
      <p>to ${escapeHtml(mail.to)} · ${time(mail)}</p>${action(mail)}</li>`
  )
  const list =
    rows.length > 0 ? `<ul>${rows.join('')}</ul>` : '<p>No mail yet. Register, and the code arrives here.</p>'
  return page('Mail', `<p>No SMTP server is set up, so what honeyDue would send is shown here.</p>${list}`)
}

function mailPage(mail: KeptMail): string {
  const blocks = mail.body.map((block) => {
    if (typeof block === 'string') return `<p class="text">${escapeHtml(block)}</p>`
    return 'code' in block ? code(block.code) : `<p>${link(block.url, block.label)}</p>`
  })
  const content = `<p>to ${escapeHtml(mail.to)} · ${time(mail)}</p><article lang="${mail.language}">${blocks.join('')}</article>`
  return page(mail.subject, `${content}<p><a href="/dev/mail">All mail</a></p>`)
}

function action(mail: KeptMail): string {
  const value = mainAction(mail)
  if (value === '') return ''
  return /^https?:/.test(value) ? `<p>${link(value, value)}</p>` : code(value)
}

function link(url: string, label: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`
}

function code(text: string): string {
  return `<p><code>${escapeHtml(text)}</code></p>`
}

function time({ at }: KeptMail): string {
  return `<time datetime="${escapeHtml(at)}">${escapeHtml(at.replace('T', ' ').replace('Z', ' UTC'))}</time>`
}

function page(title: string, content: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} – honeyDue</title><link rel="stylesheet" href="/dev/mail.css"></head>
<body><main><h1>${escapeHtml(title)}</h1>${content}</main></body></html>
`
}

function reply(type: string, body: string): MailboxReply {
  const headers = {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'content-security-policy':
      "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff'
  }
  return { status: 200, headers, body }
}

const styleSheet = `:root { color-scheme: light dark; --paper: light-dark(#fbf8f2, #16140f); --surface: light-dark(#fff, #1f1c16);
  --ink: light-dark(#231f18, #f3eee4); --muted: light-dark(#655d4e, #b5ab99); --line: light-dark(#ddd4c3, #3b352a);
  --honey: light-dark(#8f5400, #f2b33d) }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.45 system-ui, sans-serif }
main { max-width: 44rem; margin: 0 auto; padding: 24px 16px }
h1 { font-size: 26px; margin: 0 0 8px }
p { margin: 0 0 12px; overflow-wrap: anywhere }
main > p, li > p { color: var(--muted) }
ul { list-style: none; padding: 0 }
li, article { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 16px; margin: 0 0 12px }
a { color: var(--honey) }
a:focus-visible { outline: 2px solid var(--honey); outline-offset: 2px }
code { font-size: 26px; color: var(--ink); letter-spacing: 2px; font-variant-numeric: tabular-nums }
.text { white-space: pre-line }
`
