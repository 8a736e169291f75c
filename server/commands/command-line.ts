import { parseArgs } from 'node:util'
import type { Options } from './settings.ts'

/** How people type a command: npm finds the Node.js that honeyDue comes with, whatever else is installed. */
export const typed = 'npm run --silent honeydue --'

const options = {
  config: { type: 'string' },
  data: { type: 'string' },
  port: { type: 'string' },
  email: { type: 'string' },
  user: { type: 'string' },
  all: { type: 'boolean' },
  off: { type: 'boolean' },
  order: { type: 'string' },
  key: { type: 'string' },
  month: { type: 'string' },
  json: { type: 'boolean' },
  demo: { type: 'boolean' },
  help: { type: 'boolean' }
} as const
export type Option = keyof typeof options

/** What each option takes and means; those of every command come first. */
const words: readonly (readonly [option: Option, value: string, meaning: string])[] = [
  ['config', 'FILE', 'configuration (every key: config.example.yaml); without it all defaults'],
  ['data', 'FOLDER', 'where the embedded database, mails and secrets are kept (default ./data)'],
  ['port', 'NUMBER', 'where to listen (default 8080)'],
  ['email', 'TEXT', 'sessions end, account …: the person with this proved address'],
  ['user', 'ID', 'the person with this id'],
  ['all', '', 'sessions end: everybody'],
  ['off', '', 'account staff: no longer'],
  [
    'order',
    'TEXT',
    'purchases show: an order (of an M… the App Store is asked), a transaction, a key, a token of Google, a customer of Stripe'
  ],
  ['key', 'TEXT', 'purchases show: the purchase’s key'],
  ['month', 'MONTH', 'webhooks drop-month: as 2025-01'],
  ['json', '', 'whatever tells something and ends, but doctor: answer in JSON'],
  ['demo', '', 'all: fill an empty database with a lived-in household'],
  ['help', '', 'this text']
]
const everywhere: ReadonlySet<Option> = new Set(['config', 'data', 'port', 'help'])

/** A line each. */
export const optionLines: string = words
  .map(([option, value, meaning]) => `  ${`--${option} ${value}`.trim().padEnd(14)} ${meaning}`)
  .join('\n')

/** The commands by name, each with the options that it takes beside those of every command. */
type Commands = Readonly<Record<string, { readonly options: readonly Option[] }>>
export type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly text: string; readonly name?: string }
  | { readonly kind: 'command'; readonly name: string; readonly options: Options }

/** What is asked for; or what is wrong with how, and of which command if that is known. */
export function readCommandLine(args: readonly string[], commands: Commands): CommandLine {
  try {
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
    if (values.help) return { kind: 'help' }
    const [name, month] = nameOf(positionals)
    const command = commands[name]
    if (!command) return wrong(`Unknown command: ${name || 'none given'}`)
    const problem = problemOf({ ...values, second: month }, command.options)
    if (problem !== undefined) return wrong(`${name} ${problem}`, name)
    return { kind: 'command', name, options: { ...values, month: values.month ?? month } }
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
}

/** What a command does not take of what it was given; `second` is a month that stands beside the options. */
function problemOf(
  { second, ...given }: Options & { second: string | undefined },
  taken: readonly Option[]
): string | undefined {
  const named = Object.keys(given) as Option[] // parseArgs knows no others
  const foreign = named.find((option) => !everywhere.has(option) && !taken.includes(option))
  if (foreign !== undefined) return `does not take --${foreign}`
  if (second !== undefined && given.month !== undefined) return 'takes one month'
  const isPort = given.port === undefined || /^\d{1,5}$/.test(given.port)
  return isPort ? undefined : `takes a number as --port, not ${given.port}`
}

function wrong(text: string, name?: string): CommandLine {
  return { kind: 'wrong', text, ...(name !== undefined && { name }) }
}

/** The command's name, and the month that may follow it. */
function nameOf(positionals: readonly string[]): [name: string, month: string | undefined] {
  const [first, second, month] = positionals
  const takesMonth = first === 'webhooks' && second === 'drop-month' && positionals.length === 3
  return takesMonth ? ['webhooks drop-month', month] : [positionals.join(' '), undefined]
}

/** What is wrong, and then only what is needed to mend it. */
export function correction(text: string, commands: Commands, name?: string): string {
  const command = name === undefined ? undefined : commands[name]
  const own = command
    ? `Usage: ${typed} ${name} ${optionsOf(command.options)}`
    : `Commands: ${Object.keys(commands).join(', ')}`
  return `${text}\n\n${own}\nMore: ${typed} --help`
}

function optionsOf(taken: readonly Option[]): string {
  const own = words.filter(([option]) => taken.includes(option) || (everywhere.has(option) && option !== 'help'))
  return own.map(([option, value]) => `[${`--${option} ${value}`.trim()}]`).join(' ')
}
