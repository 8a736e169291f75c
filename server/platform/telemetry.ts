/** What this process tells of its work, in numbers: never a name, an address or a word that somebody wrote. */
export type Telemetry = {
  /** Something with an end: a request, a job. The answer of `begin` is told how it ended. */
  begin(work: Work): (outcome: Outcome) => void
  /** A number that is looked at whenever numbers are sent; `undefined`: not known now. */
  observe(gauge: Gauge, look: () => Promise<number | undefined> | number | undefined): void
  /** Sends what is there and stops. */
  close(): Promise<void>
}

export type Work =
  | { readonly kind: 'request'; readonly method: string; readonly requestId: string }
  | { readonly kind: 'job'; readonly name: string }
/** `route`: the template, which holds no value. */
export type Outcome =
  | { readonly route: string | undefined; readonly status: number }
  | { readonly outcome: 'done' | 'failed' }
/** A name of OpenTelemetry's conventions or of ours, and what tells its values apart. */
export type Gauge = {
  readonly name: string
  readonly unit: string
  readonly attributes?: Readonly<Record<string, string>>
}

/** Where none is configured. */
export const noTelemetry: Telemetry = { begin: () => () => {}, observe: () => {}, close: async () => {} }
