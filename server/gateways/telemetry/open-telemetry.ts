import { callbackify } from 'node:util'
import type { ObservableGauge } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'
import { BatchSpanProcessor, TraceIdRatioBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace'
import type { Log } from '#server/platform/context.ts'
import type { Outcome, Telemetry, Work } from '#server/platform/telemetry.ts'
import { ingestAt, type IngestOptions } from './ingest.ts'
import { metricsRequest, tracesRequest } from './otlp.ts'

export type TelemetryOptions = IngestOptions & {
  readonly everySeconds: number
  /** Of how many requests and jobs a trace is sent, from 0 to 1. */
  readonly traceShare: number
  readonly version: string
  /** Which of our processes this is. */
  readonly instance: string
  readonly log: Log
}

/** Of what cannot be sent so much is kept, and the rest let go: spans in line, and combinations of a metric's attributes. */
const bounds = { maxQueueSize: 2048, maxExportBatchSize: 256, cardinality: 1000 }
const secondsBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * OpenTelemetry, sent by us: its SDK counts, our own door hands over. Nobody waits for it. Numbers add up until they can be
 * sent again; spans that find no room in the line are dropped.
 */
export function openTelemetry(options: TelemetryOptions): Telemetry {
  const deliver = delivery(options)
  const { version, instance } = options
  const resource = resourceFromAttributes({
    'service.name': 'honeydue',
    'service.version': version,
    'service.instance.id': instance
  })
  const meters = new MeterProvider({ resource, readers: [metricsTo(deliver, options)] })
  const sampler = new TraceIdRatioBasedSampler(options.traceShare)
  const tracers = new TracerProvider({ resource, sampler, spanProcessors: [spansTo(deliver, options)] })
  const meter = meters.getMeter('honeydue')
  const tracer = tracers.getTracer('honeydue')
  const gauges = new Map<string, ObservableGauge>()
  const advice = { unit: 's', advice: { explicitBucketBoundaries: secondsBounds } }
  const durations = {
    request: meter.createHistogram('http.server.request.duration', advice),
    job: meter.createHistogram('honeydue.job.duration', advice)
  }
  return {
    begin(work) {
      const from = performance.now()
      const span = tracer.startSpan(work.kind, { kind: work.kind === 'request' ? 1 : 4, attributes: spanFacts(work) })
      return (outcome) => {
        const { name, failed, attributes } = facts(work, outcome)
        durations[work.kind].record((performance.now() - from) / 1000, attributes)
        span.updateName(name).setAttributes(attributes)
        if (failed) span.setStatus({ code: 2 })
        span.end()
      }
    },
    observe({ name, unit, attributes }, look) {
      const gauge = gauges.get(name) ?? meter.createObservableGauge(name, { unit })
      gauges.set(name, gauge)
      gauge.addCallback(async (result) => {
        const value = await look()
        if (value !== undefined) result.observe(value, attributes)
      })
    },
    async close() {
      await Promise.allSettled([meters.shutdown({ timeoutMillis: 2000 }), tracers.shutdown()])
    }
  }
}

/** Hands one request over; never fails, and says how it went in the SDK's own numbers. */
type Deliver = (signal: 'metrics' | 'traces', request: () => object) => Promise<{ code: 0 | 1 }>

function delivery(options: TelemetryOptions): Deliver {
  const send = ingestAt(options)
  const health = report(options.log)
  return async (signal, request) => {
    try {
      await send(signal, request())
      health.works()
      return { code: 0 }
    } catch (error) {
      health.fails(error)
      return { code: 1 }
    }
  }
}

function metricsTo(deliver: Deliver, { everySeconds }: TelemetryOptions): PeriodicExportingMetricReader {
  return new PeriodicExportingMetricReader({
    exportIntervalMillis: everySeconds * 1000,
    exportTimeoutMillis: Math.min(everySeconds, 30) * 1000,
    cardinalityLimits: { default: bounds.cardinality },
    exporter: {
      export(metrics, done) {
        callbackify(() => deliver('metrics', () => metricsRequest(metrics)))((_never, result) => done(result))
      },
      forceFlush: async () => {},
      shutdown: async () => {}
    }
  })
}

function spansTo(deliver: Deliver, { everySeconds }: TelemetryOptions): BatchSpanProcessor {
  return new BatchSpanProcessor({
    maxQueueSize: bounds.maxQueueSize,
    maxExportBatchSize: bounds.maxExportBatchSize,
    scheduledDelayMillis: everySeconds * 1000,
    exporter: {
      export(spans, done) {
        callbackify(() => deliver('traces', () => tracesRequest(spans)))((_never, result) => done(result))
      },
      shutdown: async () => {}
    }
  })
}

function spanFacts(work: Work): Record<string, string> {
  return work.kind === 'request' ? { 'honeydue.request.id': work.requestId } : {}
}

function facts(work: Work, outcome: Outcome) {
  if (work.kind === 'request' && 'status' in outcome) {
    const { route = 'unknown', status } = outcome
    const attributes = {
      'http.request.method': work.method,
      'http.route': route,
      'http.response.status_code': status
    }
    return { name: `${work.method} ${route}`, failed: status >= 500, attributes }
  }
  const job = work.kind === 'job' ? work.name : 'unknown'
  const ended = 'outcome' in outcome ? outcome.outcome : 'done'
  return {
    name: job,
    failed: ended === 'failed',
    attributes: { 'honeydue.job.name': job, 'honeydue.job.outcome': ended }
  }
}

/** Tells once that it does not work, and once that it works again. */
function report(log: Log) {
  let down = false
  return {
    works() {
      if (down) log.info({}, 'telemetry is taken again')
      down = false
    },
    fails(error: unknown) {
      if (!down) log.warn({ err: error }, 'telemetry is not taken; it goes on adding up')
      down = true
    }
  }
}
