import { Readable } from 'node:stream'
import type { Access, FileReply, Input, Output, Route } from '#contract/route.ts'
import type { ActorOf, Ctx, RequestOrigin, User } from '../context.ts'
import type { Secret } from '../secret.ts'

/** A route and what makes it true, as `createServer` mounts it. */
export type Handler = {
  readonly route: Route
  readonly run: (ctx: Ctx<never>, input: never) => Promise<unknown>
}

/** Ties a verb to its route: its context and input follow from the route, so an unfitting verb does not compile. */
export function handle<const R extends Route>(
  route: R,
  run: (ctx: Ctx<ActorOf<R['access']>>, input: Input<R>) => Promise<Output<R> | Answer<Output<R>>>
): Handler {
  return { route, run }
}

type FileContent = {
  readonly name: string
  readonly type: FileReply
  readonly bytes: Buffer | Readable
  /** Of what is read from a stream. */
  readonly length?: number
}

/** A reply with more than a body. */
export class Answer<T> {
  readonly body: T | undefined
  /** Makes the body, where the tag decides the whole of it and it may be at hand already. */
  readonly make: (() => Promise<T>) | undefined
  readonly etag: string | undefined
  /** A session token for the cookie; `null` takes the cookie away. */
  readonly cookie: KeptToken | null | undefined
  /** The same for what a browser keeps while somebody signs in with a provider. */
  readonly flow: KeptToken | null | undefined
  /** By which this device is known from now on. */
  readonly deviceCookie: Secret | undefined

  /** A file to be saved, in place of a body. */
  readonly file: FileContent | undefined

  constructor(parts: {
    body?: T | undefined
    make?: (() => Promise<T>) | undefined
    etag?: string | undefined
    cookie?: KeptToken | null | undefined
    flow?: KeptToken | null | undefined
    file?: Answer<T>['file']
    deviceCookie?: Secret | undefined
  }) {
    this.body = parts.body
    this.make = parts.make
    this.etag = parts.etag
    this.cookie = parts.cookie
    this.file = parts.file
    this.flow = parts.flow
    this.deviceCookie = parts.deviceCookie
  }
}
/** `successor`: the token that the session goes on under from now on, for the cookie. */
export type Authenticated = { readonly user: User; readonly successor?: KeptToken | undefined }
/** Whose session a token is; undefined when it is nobody's (any more). Whether they are of the staff is said where only staff may. */
export type Authenticate = (
  token: Secret,
  origin: () => RequestOrigin,
  access: Access
) => Promise<Authenticated | undefined>
export type KeptToken = { readonly token: Secret; readonly expires: Temporal.Instant }

/** A reply with its entity tag. A GET that named the tag gets 304 without the body. */
export function tagged<T>(body: T, etag: string): Answer<T> {
  return new Answer({ body, etag })
}

/**
 * The same where the tag decides the body: it is made only for a caller who has not got it (304), and only once as long as it
 * is remembered.
 */
export function madeOnce<T>(etag: string, make: () => Promise<T>): Answer<T> {
  return new Answer({ etag, make })
}

export function signedIn<T>(body: T, token: Secret, expires: Temporal.Instant): Answer<T> {
  return new Answer({ body, cookie: { token, expires } })
}

export function signedOut(): Answer<undefined> {
  return new Answer<undefined>({ cookie: null })
}

/** A file too large to be at hand whole, of so many bytes; what fails in the middle breaks the line. */
export function streamed(
  given: Pick<FileContent, 'name' | 'type'>,
  length: number,
  content: AsyncIterable<Buffer>
): Answer<never> {
  return new Answer<never>({ file: { ...given, bytes: Readable.from(content, { objectMode: false }), length } })
}

/** A file; `name` has nothing in it that a header would have to quote. */
export function file(given: NonNullable<Answer<never>['file']>, etag?: string): Answer<never> {
  return new Answer<never>({ file: given, etag })
}
