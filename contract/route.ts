import Type from 'typebox'
import type { ErrorCode } from './errors.ts'
import type { PolicyAction, RateClass, Resource } from './policy.ts'
import { Nullable } from './values.ts'

/**
 * Who may call: `anonymous` needs nothing, `user` a valid session, `staff` one of somebody who works for whoever runs this
 * installation; for everybody else there is no such address. The field is required, so nothing is public by omission.
 */
export type Access = 'anonymous' | 'user' | 'staff'

/**
 * One operation of the HTTP API, as data: mounted by the server, copied into the OpenAPI document, called by the web client.
 * `path` names parameters as `:name`.
 */
export type Route = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: `/api/${string}`
  readonly tag: string
  readonly summary: string
  readonly access: Access
  /** What it does, for the access policy (policy.ts). */
  readonly action: PolicyAction
  /** What its verb loads, together with the caller's right to it. */
  readonly resource: Resource
  /** Only for people whose address is proved; the exceptions are what leads there, and leaving. */
  readonly verified: boolean
  /** Only within ten minutes of having shown who one is, with the second factor if there is one (`stepUp`). */
  readonly stepUp: boolean
  /** How often it may be called (server/platform/rate-limits.ts). */
  readonly rate: RateClass
  readonly params?: Type.TObject
  readonly query?: Type.TObject
  readonly body?: Type.TSchema
  /** So many bytes of a body are read at most, where that is less than usual. */
  readonly bodyAtMost?: number
  /**
   * In place of `body`: bytes of this type as they came, and at most so many. `signedBy`: the header that signs them, whose
   * text comes along.
   */
  readonly bytes?: {
    readonly type: 'application/octet-stream' | 'application/json'
    readonly atMost: number
    readonly signedBy?: 'stripe-signature' | 'authorization'
  }
  readonly status: 200 | 201 | 202 | 204
  readonly reply?: Type.TSchema
  /** The reply is a file of one of these types, to be saved under a name. */
  readonly file?: readonly FileReply[]
  /** Codes that this operation adds to those that every operation of its kind can give (`commonErrors` in openapi.ts). */
  readonly errors: readonly ErrorCode[]
  /** The reply carries an `ETag`: a GET answers `If-None-Match` with 304, a write honours `If-Match` with 412. */
  readonly tagged?: true
  /** The reply is shown once and is not kept for a repeated Idempotency-Key. */
  readonly secretReply?: true
}

export type FileReply =
  | 'application/zip'
  | 'text/calendar'
  | 'text/csv'
  | 'application/pdf'
  | 'image/jpeg'
  | 'image/png'
  | 'image/webp'
  | 'text/vcard'

export function route<const R extends Route>(definition: R): R {
  return definition
}

type Part<R extends Route, K extends 'params' | 'query' | 'body'> = R extends {
  readonly [P in K]: infer S extends Type.TSchema
}
  ? { [P in K]: Type.Static<S> }
  : unknown

/** What a caller sends: `params`, `query`, `body`, `bytes`, as far as the route has them, and the conditional headers of a tagged one. */
export type Input<R extends Route> = Part<R, 'params'> & Part<R, 'query'> & Part<R, 'body'> & Bytes<R> & Conditions<R>
type Bytes<R extends Route> = R extends { readonly bytes: infer B }
  ? { bytes: Uint8Array<ArrayBuffer> } & (B extends { readonly signedBy: string }
      ? { signature: string | undefined }
      : unknown)
  : unknown
type Conditions<R extends Route> = R extends { readonly tagged: true }
  ? { ifMatch?: string; ifNoneMatch?: string }
  : unknown

/** What comes back, a file as the browser has it; `undefined` for 204. */
export type Output<R extends Route> = R extends { readonly reply: infer S extends Type.TSchema }
  ? Type.Static<S>
  : R extends { readonly file: readonly FileReply[] }
    ? Blob
    : undefined

/** An object that refuses what it does not name. */
export function Strict<P extends Type.TProperties>(properties: P) {
  return Type.Object(properties, { additionalProperties: false })
}

/** The same where every field may be left out. (`Type.Partial` alone forgets that unknown fields are refused.) */
export function StrictPartial<P extends Type.TProperties>(properties: P, options: { minProperties?: number } = {}) {
  return Type.Partial(Type.Object(properties), { additionalProperties: false, ...options })
}

/** A keyset-paged list: `nextCursor` is null on the last page. */
export function Page<T extends Type.TSchema>(item: T) {
  return Strict({ items: Type.Array(item), nextCursor: Nullable(Type.String()) })
}

/** The query of every keyset-paged list. */
export const paging = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 2048 }))
}
