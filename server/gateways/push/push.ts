import type { Secret } from '#server/platform/secret.ts'

/** What a phone is told. Shown again under the same `collapseId` it takes its own place. */
export type Notice = {
  /** A UUID, the same at each try. */
  readonly id: string
  readonly title: string
  readonly body: string
  /** At most 64 bytes. */
  readonly collapseId: string
  /** From then on nobody wants to know. */
  readonly expiresAt: Temporal.Instant
  /** For the app, beside what is shown. */
  readonly data: Readonly<Record<string, string>>
}

/** Apple keeps the phones of those who build the app apart from all others; elsewhere everything is `production`. */
export type PushEnvironment = 'production' | 'sandbox'
export type PushTarget = { readonly token: Secret; readonly environment: PushEnvironment }

/** What has become of a notice. */
export type Delivery =
  /** The service has it, for a phone of this environment. */
  | { readonly outcome: 'delivered'; readonly environment: PushEnvironment }
  /** The token leads nowhere; `since`, where the service says when that was. */
  | { readonly outcome: 'gone'; readonly since?: Temporal.Instant }
  /** Nobody is to blame: it can be tried again. */
  | { readonly outcome: 'later'; readonly reason: string }
  /** Nothing gets through until whoever runs this mends it; the token may be right. */
  | { readonly outcome: 'misconfigured'; readonly reason: string }
  /** We have made a notice that the service does not take. */
  | { readonly outcome: 'refused'; readonly reason: string }

/** One of the services through which phones are reached. */
export type PushSender = {
  /** Throws only where we have a bug. */
  send(target: PushTarget, notice: Notice): Promise<Delivery>
  /** What is wrong with the connection or the credentials; undefined when notices get through. Shows nobody anything. */
  check(): Promise<string | undefined>
  close(): Promise<void>
}

/** Those that are configured. */
export type PushSenders = { readonly apns?: PushSender; readonly fcm?: PushSender }

/** Seconds of a Retry-After header, at most an hour; HTTP dates are used by neither service. */
export function retryAfterSeconds(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Math.min(Number(header), 3600) : undefined
}
