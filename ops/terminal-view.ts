import { stripVTControlCharacters, styleText } from 'node:util'

/** A rotation as whoever watches it sees it. */
export type ViewState = {
  readonly secret: string
  readonly environment: string
  readonly steps: readonly ViewStep[]
  readonly pods: readonly { readonly name: string; readonly has: 'new' | 'old' | 'unknown' }[]
  /** Before then the old value does not go. */
  readonly notBefore: Temporal.Instant | undefined
  readonly startedAt: Temporal.Instant
  readonly now: Temporal.Instant
  /** How often it was drawn: what turns, turns with it. */
  readonly turns: number
}
export type ViewStep = {
  readonly id: string
  readonly phase: string
  readonly what: string
  readonly state: 'later' | 'now' | 'waits' | 'done' | 'failed'
}
type Paper = { readonly columns: number; readonly colour: boolean }

const turning = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏']

/** The lines to be drawn, none longer than the paper is wide. */
export function frame(state: ViewState, { columns, colour }: Paper): string[] {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    colour ? styleText(style, text, { validateStream: false }) : text
  const lines = [
    paint('bold', `${state.secret} · ${state.environment} · ${lasting(state.now.since(state.startedAt))}`),
    '',
    ...state.steps.map((step) => stepLine(step, state, paint)),
    ...podLines(state, paint)
  ]
  return lines.map((line) => cut(line, columns))
}

type Paint = (style: Parameters<typeof styleText>[0], text: string) => string

function stepLine({ phase, what, state }: ViewStep, { turns, notBefore, now }: ViewState, paint: Paint): string {
  const text = `${phase.padEnd(8)} ${what}`
  if (state === 'done') return `${paint('green', '✓')} ${text}`
  if (state === 'failed') return `${paint('red', '✗')} ${text}`
  if (state === 'now') return `${paint('cyan', turning[turns % turning.length] ?? '')} ${text}`
  if (state === 'later') return paint('dim', `· ${text}`)
  const left =
    notBefore && Temporal.Instant.compare(notBefore, now) > 0 ? `${lasting(notBefore.since(now))} left: ` : ''
  return `${paint('yellow', '…')} ${phase.padEnd(8)} ${left}${what}`
}

const podMarks = { new: '✓', old: '·', unknown: '?' } as const

/** Who attests what; when nobody shows the old value any more, that too. */
function podLines({ pods }: ViewState, paint: Paint): string[] {
  if (pods.length === 0) return []
  const count = pods.filter(({ has }) => has === 'new').length
  const marked = pods.map(({ name, has }) => paint(has === 'new' ? 'green' : 'dim', `${podMarks[has]} ${name}`))
  const users = pods.filter(({ has }) => has === 'old').length
  const disuse = users === 0 && count === pods.length ? 'no pod shows the old value' : `${users} show the old value`
  return ['', `  ${count} of ${pods.length} pods have the new value; ${disuse}`, `  ${marked.join('  ')}`]
}

/** Seconds below two minutes, then minutes, then hours. */
function lasting(duration: Temporal.Duration): string {
  const seconds = Math.max(0, Math.ceil(duration.total('seconds')))
  if (seconds < 120) return `${seconds} s`
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 3600)} h`
}

/** A line that would not fit is cut, and loses its colours then. */
function cut(line: string, columns: number): string {
  const plain = stripVTControlCharacters(line)
  const signs = Array.from(plain)
  return signs.length <= columns ? line : `${signs.slice(0, Math.max(0, columns - 1)).join('')}…`
}
