import { liveView, type LiveView } from '../live-view.ts'
import { attestationsOf } from '../secrets/attestation.ts'
import type { Ports } from '../secrets/engine.ts'
import type { Saying } from '../secrets/journal.ts'
import type { Step } from '../secrets/rotation.ts'
import type { Terminal } from '../terminal.ts'
import { frame, type ViewState, type ViewStep } from '../terminal-view.ts'
import type { Rotation } from './rotate-options.ts'

/** What whoever sits at a terminal watches a rotation on. */
export type RotationView = {
  /** Says and asks beside the view. */
  readonly terminal: Terminal
  begin(steps: readonly Step[], ports: Ports): Promise<void>
  saw(saying: Saying): Promise<void>
  end(): void
}

/** Undefined where nobody watches: plain lines then. */
export function rotationView(rotation: Rotation): RotationView | undefined {
  const { terminal, options, entry, where } = rotation
  const { screen } = terminal
  if (!screen || options.json) return undefined
  let live: LiveView | undefined
  let ports: Ports | undefined
  let steps: ViewStep[] = []
  let pods: ViewState['pods'] = []
  let turns = 0
  const startedAt = terminal.now()
  const look = async () => {
    pods = await podsIn(rotation, ports?.seen() ?? {})
    live?.draw()
  }
  const state = (): ViewState => ({
    secret: entry.name,
    environment: where.environment,
    steps,
    pods,
    notBefore: notBeforeIn(ports?.seen() ?? {}),
    startedAt,
    now: terminal.now(),
    turns: (turns += 1)
  })
  return {
    terminal: beside(terminal, () => live, look),
    async begin(planned, from) {
      ports = from
      steps = planned.map(({ id, phase, what }) => ({ id, phase, what, state: 'later' }))
      live = liveView(screen, () => frame(state(), { columns: screen.columns(), colour: screen.colour }))
      await look()
    },
    async saw({ step, kind }) {
      steps = reached(steps, step, states[kind])
      await look()
    },
    end: () => live?.end()
  }
}

const states: Readonly<Record<Saying['kind'], ViewStep['state']>> = {
  intent: 'now',
  note: 'now',
  waiting: 'waits',
  done: 'done',
  failed: 'failed',
  unknown: 'failed'
}

/** What comes before it was so already, or it would not have been its turn. */
function reached(steps: readonly ViewStep[], id: string, state: ViewStep['state']): ViewStep[] {
  const now = steps.findIndex((step) => step.id === id)
  return steps.map((step, at) => {
    if (at === now) return { ...step, state }
    return at < now ? { ...step, state: 'done' } : step
  })
}

function beside(terminal: Terminal, live: () => LiveView | undefined, look: () => Promise<void>): Terminal {
  const above = (say: (text: string) => void) => (text: string) => {
    const view = live()
    if (view) view.above(() => say(text))
    else say(text)
  }
  const { ask } = terminal
  return {
    ...terminal,
    say: above(terminal.say),
    complain: above(terminal.complain),
    ask: ask && ((question, how) => live()?.aside(() => ask(question, how)) ?? ask(question, how)),
    async pause(times) {
      await look()
      return terminal.pause(times)
    }
  }
}

type Seen = ReturnType<Ports['seen']>

function notBeforeIn({ notBefore }: Seen): Temporal.Instant | undefined {
  return notBefore === undefined ? undefined : Temporal.Instant.from(notBefore)
}

async function podsIn({ cluster, settings, entry }: Rotation, { from, to }: Seen): Promise<ViewState['pods']> {
  if (to === undefined) return []
  const apps = entry.presenters.filter(({ reload }) => reload === 'reads the file').map(({ workload }) => workload)
  const [name = ''] = entry.object.keys
  // Who only watches stops nothing: what cannot be asked is asked again.
  const asked = await attestationsOf(cluster, apps, { port: settings.internalPort, name }).catch(() => [])
  const shown = new Map<string | null | undefined, 'new' | 'old'>([
    [to, 'new'],
    [from, 'old']
  ])
  return asked.map(({ pod, said }) => ({ name: pod, has: shown.get(said?.activeFp) ?? 'unknown' }))
}
