import type { Attributes, HrTime } from '@opentelemetry/api'
import type { Resource } from '@opentelemetry/resources'
import { DataPointType, type MetricData, type ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'

/** A request for `/v1/metrics` in the JSON of OTLP 1.x (opentelemetry.io/docs/specs/otlp, opentelemetry-proto). */
export function metricsRequest({ resource, scopeMetrics }: ResourceMetrics): object {
  return {
    resourceMetrics: [
      {
        resource: resourceOf(resource),
        scopeMetrics: scopeMetrics.map(({ scope, metrics }) => ({
          scope: scopeOf(scope),
          metrics: metrics.flatMap(metricOf)
        }))
      }
    ]
  }
}

/** The same for `/v1/traces`; all spans are of one resource and one scope. */
export function tracesRequest(spans: readonly ReadableSpan[]): object {
  const [first] = spans
  if (!first) return { resourceSpans: [] }
  const scopeSpans = [{ scope: scopeOf(first.instrumentationScope), spans: spans.map(spanOf) }]
  return { resourceSpans: [{ resource: resourceOf(first.resource), scopeSpans }] }
}

function spanOf(span: ReadableSpan): object {
  const { name, kind, startTime, endTime, attributes, status } = span
  const { traceId, spanId } = span.spanContext()
  return {
    traceId,
    spanId,
    name,
    kind: kind + 1, // the protocol counts from "unspecified"
    startTimeUnixNano: nanoseconds(startTime),
    endTimeUnixNano: nanoseconds(endTime),
    attributes: attributesOf(attributes),
    status: { code: status.code }
  }
}

/** Exponential histograms are none of ours. */
function metricOf(metric: MetricData): object[] {
  const { name, unit } = metric.descriptor
  const aggregationTemporality = metric.aggregationTemporality + 1 // the protocol counts from "unspecified"
  if (metric.dataPointType === DataPointType.HISTOGRAM) {
    const dataPoints = metric.dataPoints.map(({ value, ...point }) => ({
      ...pointOf(point),
      count: String(value.count),
      sum: value.sum,
      bucketCounts: value.buckets.counts.map(String),
      explicitBounds: value.buckets.boundaries
    }))
    return [{ name, unit, histogram: { aggregationTemporality, dataPoints } }]
  }
  if (metric.dataPointType === DataPointType.EXPONENTIAL_HISTOGRAM) return []
  const dataPoints = metric.dataPoints.map(({ value, ...point }) => ({ ...pointOf(point), asDouble: value }))
  if (metric.dataPointType === DataPointType.GAUGE) return [{ name, unit, gauge: { dataPoints } }]
  return [{ name, unit, sum: { aggregationTemporality, isMonotonic: metric.isMonotonic, dataPoints } }]
}

type Point = { readonly startTime: HrTime; readonly endTime: HrTime; readonly attributes: Attributes }

function pointOf({ startTime, endTime, attributes }: Point): object {
  return {
    startTimeUnixNano: nanoseconds(startTime),
    timeUnixNano: nanoseconds(endTime),
    attributes: attributesOf(attributes)
  }
}

function nanoseconds([seconds, rest]: HrTime): string {
  return String(BigInt(seconds) * 1_000_000_000n + BigInt(rest))
}

function scopeOf({ name }: { name: string }): object {
  return { name }
}

function resourceOf({ attributes }: Resource): object {
  return { attributes: attributesOf(attributes) } // ours are at hand, none is waited for
}

function attributesOf(attributes: Attributes): object[] {
  return Object.entries(attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: String(value) }
  }))
}
