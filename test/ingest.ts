import { createServer } from 'node:http'
import { json } from 'node:stream/consumers'
import { Check } from 'typebox/value'
import Type from 'typebox'
import type { Scope } from './afterwards.ts'
import { localServer } from './local-server.ts'

export type TestIngest = {
  readonly url: string
  /** The tokens it knows. */
  readonly tokens: Set<string>
  /** What it has taken, in order. */
  readonly taken: { readonly signal: string; readonly token: string; readonly request: unknown }[]
  /** How it answered each request, such as `metrics 401`. */
  readonly log: string[]
  /** Answers 503 to everybody. */
  down: boolean
}

const text = Type.String({ pattern: '^[0-9]+$' })
const Attributes = Type.Array(
  Type.Object({
    key: Type.String(),
    value: Type.Union([Type.Object({ stringValue: Type.String() }), Type.Object({ intValue: text })])
  })
)
const Resource = Type.Object({ attributes: Attributes })
const Point = { startTimeUnixNano: text, timeUnixNano: text, attributes: Attributes }
const Numbers = Type.Array(Type.Object({ ...Point, asDouble: Type.Number() }))
const Histograms = Type.Array(
  Type.Object({
    ...Point,
    count: text,
    sum: Type.Number(),
    bucketCounts: Type.Array(text),
    explicitBounds: Type.Array(Type.Number())
  })
)
const Metric = Type.Union([
  Type.Object({ name: Type.String(), unit: Type.String(), gauge: Type.Object({ dataPoints: Numbers }) }),
  Type.Object({
    name: Type.String(),
    unit: Type.String(),
    histogram: Type.Object({ aggregationTemporality: Type.Enum([1, 2]), dataPoints: Histograms })
  })
])
const Span = Type.Object({
  traceId: Type.String({ pattern: '^[0-9a-f]{32}$' }),
  spanId: Type.String({ pattern: '^[0-9a-f]{16}$' }),
  name: Type.String({ minLength: 1 }),
  kind: Type.Integer({ minimum: 1, maximum: 5 }),
  startTimeUnixNano: text,
  endTimeUnixNano: text,
  attributes: Attributes
})
const shapes = {
  metrics: Type.Object({
    resourceMetrics: Type.Array(
      Type.Object({ resource: Resource, scopeMetrics: Type.Array(Type.Object({ metrics: Type.Array(Metric) })) })
    )
  }),
  traces: Type.Object({
    resourceSpans: Type.Array(
      Type.Object({ resource: Resource, scopeSpans: Type.Array(Type.Object({ spans: Type.Array(Span) })) })
    )
  })
}

/** An ingest for OTLP/HTTP in JSON, on this machine: it refuses who shows no token that it knows, and what is not of the protocol. */
export async function testIngest(scope: Scope, ...tokens: string[]): Promise<TestIngest> {
  const server = createServer((request, response) => {
    const signal = /^\/otlp\/v1\/(metrics|traces)$/.exec(request.url ?? '')?.[1] as keyof typeof shapes | undefined // as the pattern has it
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    const statusOf = async (): Promise<number> => {
      const body = await json(request).catch(() => undefined)
      if (ingest.down) return 503
      if (!signal || request.method !== 'POST') return 404
      if (!ingest.tokens.has(token)) return 401
      if (request.headers['content-type'] !== 'application/json') return 415
      if (!Check(shapes[signal], body)) return 400
      ingest.taken.push({ signal, token, request: body })
      return 200
    }
    const answer = async () => {
      const status = await statusOf()
      ingest.log.push(`${signal} ${status}`)
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
    }
    void answer()
  })
  const { port } = await localServer(scope, server)
  const ingest: TestIngest = {
    url: `http://127.0.0.1:${port}/otlp`,
    tokens: new Set(tokens),
    taken: [],
    log: [],
    down: false
  }
  return ingest
}
