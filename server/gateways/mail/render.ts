import type { Mail, MailAction } from './mail.ts'

export function renderText(mail: Mail): string {
  return mail.body.map((block) => (typeof block === 'string' ? block : actionText(block))).join('\n\n') + '\n'
}

/** Plain markup that every mail program shows alike; the styles are inline because many drop a style sheet. */
export function renderHtml(mail: Mail): string {
  return [
    `<!doctype html><html lang="${mail.language}"><head><meta charset="utf-8"><title>${escapeHtml(mail.subject)}</title></head>`,
    '<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif"><div style="max-width:34em">',
    ...mail.body.map((block) => `<p>${typeof block === 'string' ? lines(block) : actionHtml(block)}</p>`),
    '</div></body></html>\n'
  ].join('\n')
}

/** The one thing the reader needs from the mail: its first code or link. */
export function mainAction(mail: Mail): string {
  const action = mail.body.find((block) => typeof block !== 'string')
  return action === undefined ? '' : 'code' in action ? action.code : action.url
}

/** Text for element content and for quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function lines(text: string): string {
  return escapeHtml(text).replaceAll('\n', '<br>')
}

function actionText(action: MailAction): string {
  return 'code' in action ? `    ${action.code}` : `${action.label}:\n${action.url}`
}

function actionHtml(action: MailAction): string {
  if ('code' in action) {
    return `<strong style="font-size:28px;letter-spacing:4px;font-family:monospace">${escapeHtml(action.code)}</strong>`
  }
  const url = escapeHtml(action.url)
  return `<a href="${url}">${escapeHtml(action.label)}</a><br><small>${url}</small>`
}
