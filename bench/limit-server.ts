import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { newId } from '#server/platform/ids.ts'
import { fill, type Subject, type Template } from './template.ts'
import { messageCutter } from './wire.ts'

/**
 * The limit of a request, in a process of its own: node:http and nothing else writes the bytes that the product answered,
 * after a bare socket has sent PostgreSQL the very messages that the product sent, waiting for each answer and reading
 * nothing of it. No driver, no framework, no JSON.
 */
export type LimitPlan = {
  readonly socketPath: string
  readonly connections: number
  readonly startup: Buffer
  readonly parses: readonly Buffer[]
  readonly templates: readonly Template[]
  /** Ids that one request makes. */
  readonly fresh: number
  readonly subjects: readonly Subject[]
  readonly answer: { readonly status: number; readonly headers: readonly string[]; readonly body: Buffer }
}
export type LimitReady = { readonly port: number }

process.once('message', (plan: LimitPlan) => void serve(plan))

async function serve(plan: LimitPlan): Promise<void> {
  const wires = await Promise.all(Array.from({ length: plan.connections }, () => openWire(plan)))
  const idle = [...wires]
  const waiting: ((wire: Wire) => void)[] = []
  let count = 0
  const respond = (response: ServerResponse, wire: Wire): void => {
    const subject = plan.subjects[count++ % plan.subjects.length] as Subject // the list is not empty
    const fresh = Array.from({ length: plan.fresh }, newId)
    play(wire, plan.templates, { subject, fresh }, () => {
      const next = waiting.shift()
      if (next) next(wire)
      else idle.push(wire)
      response.writeHead(plan.answer.status, [...plan.answer.headers]).end(plan.answer.body)
    })
  }
  const server = createServer((request, response) => {
    const run = (): void => {
      const wire = idle.pop()
      if (wire) respond(response, wire)
      else waiting.push((freed) => respond(response, freed))
    }
    if (request.method === 'GET') run()
    else request.resume().on('end', run)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('no port')
  const ready: LimitReady = { port: address.port }
  process.send?.(ready)
}

type Wire = { readonly say: (bytes: Buffer, answered: () => void) => void }

function play(
  wire: Wire,
  [step, ...rest]: readonly Template[],
  by: { subject: Subject; fresh: readonly string[] },
  done: () => void
): void {
  if (!step) return done()
  wire.say(fill(step, by.subject, by.fresh), () => play(wire, rest, by, done))
}

/** A connection that is logged in and has the statements prepared. */
async function openWire({ socketPath, startup, parses }: LimitPlan): Promise<Wire> {
  const socket = connect(socketPath)
  let answered: () => void = () => {}
  const cut = messageCutter(({ type, bytes }) => {
    if (type === 'E') throw new Error(`the database refused: ${bytes.toString('latin1', 5)}`)
    if (type === 'Z') answered()
  })
  socket.on('data', cut)
  const say: Wire['say'] = (bytes, then) => {
    answered = then
    socket.write(bytes)
  }
  await new Promise<void>((resolve) => say(startup, resolve))
  const sync = Buffer.from([0x53, 0, 0, 0, 4])
  await new Promise<void>((resolve) => say(Buffer.concat([...parses, sync]), resolve))
  return { say }
}
