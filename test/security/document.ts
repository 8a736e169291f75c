import { routes } from '#contract/index.ts'
import type { Route } from '#contract/route.ts'
import { guessLimits } from '#server/features/accounts/guess-rules.ts'
import * as accounts from '#server/features/accounts/rules.ts'
import * as privacy from '#server/features/privacy/rules.ts'
import { memberLimit } from '#server/features/residences/rules.ts'
import { shareCodeHours } from '#server/features/residences/share-code.ts'
import { stepUpMinutes } from '#server/platform/http/authorize.ts'
import { columns, failures } from '../failures/table.ts'
import { cryptoInventory } from './crypto-inventory.ts'
import { dataClasses, protection, type DataClass } from './data-classes.ts'
import { rightsOfPeople } from './rights.ts'

/** The tables of docs/security.md that follow from the code, by the name that stands in `<!-- name -->`. */
export const tables: Readonly<Record<string, () => string>> = {
  limits: () => table(['what', 'limit'], limits),
  sessions: () =>
    table(
      ['session', 'ends unused after', 'ends at the latest after'],
      Object.entries(accounts.sessionLimits).map(([transport, { idleDays, absoluteDays }]) => [
        transport === 'cookie' ? 'in a browser' : 'of an app',
        `${idleDays} days`,
        `${absoluteDays} days`
      ])
    ),
  failures: () => table(['down', ...columns, 'besides'], failureRows()),
  'ways-in': () => table(['operation', 'address', 'budget', 'proved address', 'fresh proof'], waysIn()),
  data: () => table(['table', 'secret', 'personal', 'household'], dataRows()),
  rights: () =>
    table(
      ['table', 'a person’s request may', 'which rows'],
      Object.entries(rightsOfPeople).map(([name, { may, rows }]) => [name, may, rows])
    ),
  protection: () => table(['class', 'how it is kept'], Object.entries(protection)),
  cryptography: () =>
    table(
      ['where', 'what'],
      Object.entries(cryptoInventory).map(([path, use]) => [`\`${path}\``, use])
    )
}

const { address, site, account, device, forgottenHours, mailHours } = guessLimits
const limits: [string, string][] = [
  ['wrong guesses at an account from one address', guesses(address)],
  ['from one IPv6 /48', guesses(site)],
  [
    'from all unknown devices together',
    `${account.burst}, then one in ${account.everySeconds / 60} minutes, once ${account.armedBySources} sources that have nothing to do with each other have failed within ${account.armedHours} hours`
  ],
  ['from a known device', `${guesses(device)}; after ${device.revokedAfter} failures it is known no more`],
  [
    'guesses are forgotten after',
    `${forgottenHours} hours without one; getting in forgets those from the same address`
  ],
  ['the owner is mailed about guesses', `once in ${mailHours} hours at most, with a way in`],
  ['requests', 'by class, for each address, session and account: [operating.md](operating.md#limits)'],
  ['a mailed code works for', `${accounts.codeMinutes} minutes, ${accounts.codeTries} tries`],
  ['a link to choose a new password works for', `${accounts.resetLinkMinutes} minutes, once`],
  ['a registration waits for its code', `${accounts.registrationHours} hours`],
  ['sessions of one person', `${accounts.sessionsPerUser}; one more ends the one unused the longest`],
  ['a proof of who one is stays fresh for', `${stepUpMinutes} minutes`],
  ['members of a home', `${memberLimit}`],
  ['a share code works for', `${shareCodeHours / 24} days, once unless its maker says otherwise`],
  ['an account that is to be deleted can be kept for', `${privacy.graceDays} days`],
  [
    'an archive of one’s data',
    `one a person, ${privacy.exportLimitBytes / 1024 ** 2} MiB, kept ${privacy.exportHours} hours`
  ],
  ['a download of it works for', `${privacy.downloadMinutes} minutes, once, in the session that asked`]
]

function time(seconds: number): string {
  if (seconds < 60) return `${seconds} s`
  return seconds < 7200 ? `${seconds / 60} min` : `${seconds / 3600} h`
}

/** So many for nothing, then pauses that double. */
function guesses({
  free,
  firstPauseSeconds,
  longestPauseSeconds
}: Record<'free' | 'firstPauseSeconds' | 'longestPauseSeconds', number>): string {
  return `${free}, then pauses of ${time(firstPauseSeconds)}, doubling up to ${time(longestPauseSeconds)}`
}

/** Every operation by which somebody gets in, or changes how they do. */
function waysIn(): string[][] {
  const all: [string, Route][] = Object.entries(routes)
  return all
    .filter(([, { action }]) => /^account\.(enter|recover|register|secure)$/.test(action))
    .map(([id, { method, path, rate, verified, stepUp }]) => [
      id,
      `\`${method} ${path}\``,
      rate,
      verified ? 'yes' : '',
      stepUp ? 'yes' : ''
    ])
}

/** What is refused is named by its code. */
function failureRows(): string[][] {
  return Object.entries(failures).map(([down, row]) => {
    const cells = columns.map((column) => (/_/.test(row[column]) ? `503 \`${row[column]}\`` : row[column]))
    return [down, ...cells, row.besides]
  })
}

function dataRows(): string[][] {
  const shown: DataClass[] = ['secret', 'personal', 'household']
  return Object.entries(dataClasses)
    .filter(([, classes]) => shown.some((name) => classes[name]))
    .map(([name, classes]) => [name, ...shown.map((shownClass) => (classes[shownClass] ?? '').replaceAll(' ', ', '))])
}

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(headings), `|${headings.map(() => '---|').join('')}`, ...rows.map(line)].join('\n')
}

/** The document with its tables as the code has them now. */
export function withTables(document: string): string {
  return Object.entries(tables).reduce((text, [name, make]) => {
    const block = new RegExp(`<!-- ${name} -->\\n[\\s\\S]*?<!-- /${name} -->`)
    if (!block.test(text)) throw new Error(`docs/security.md has no place for the table ${name}`)
    return text.replace(block, () => `<!-- ${name} -->\n${make()}\n<!-- /${name} -->`)
  }, document)
}
