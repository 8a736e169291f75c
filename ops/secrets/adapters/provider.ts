import { readFileSync } from 'node:fs'
import { outbound, type Outbound, type OutboundReply } from '#server/platform/outbound.ts'
import type { Secret } from '#server/platform/secret.ts'

/** What a provider says: its status, and what it says as JSON, where it does. */
export type Said = {
  readonly status: number
  readonly body: unknown
  readonly headers: OutboundReply['headers']
}
export type Asked = {
  readonly method?: 'HEAD' | 'POST' | 'DELETE'
  readonly bearer?: Secret | undefined
  readonly basic?: { readonly user: string; readonly password: Secret }
  readonly json?: object
  readonly headers?: Readonly<Record<string, string>>
}
export type Provider = (url: string, asked?: Asked) => Promise<Said>

/** A provider refuses something, or answers what nobody can make sense of. Its own words may hold what it was sent. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError'
}

type Options = { readonly hosts: readonly string[]; readonly certificateAuthorityFile?: string | undefined }

/** How any of these hosts is asked: over TLS, and in the operator's own network only with an authority of their own. */
export function reaching({ hosts, certificateAuthorityFile: file }: Options): Outbound {
  const certificateAuthority = file === undefined ? undefined : readFileSync(file, 'utf8')
  const privateNetwork = certificateAuthority !== undefined
  return outbound({ hosts, privateNetwork, certificateAuthority, timeoutMs: 20_000, sizeLimit: 1_048_576 })
}

/** Throws OutboundError where nobody answers. */
export function provider(ask: Outbound): Provider {
  return async (url, { method, bearer, basic, json, headers } = {}) => {
    const pair = basic && Buffer.from(`${basic.user}:${basic.password.reveal()}`).toString('base64')
    const reply = await ask(url, {
      ...(method && { method }),
      ...(json && { bytes: Buffer.from(JSON.stringify(json)) }),
      headers: {
        ...headers,
        ...(bearer && { authorization: `Bearer ${bearer.reveal()}` }),
        ...(pair !== undefined && { authorization: `Basic ${pair}` }),
        ...(json && { 'content-type': 'application/json' })
      }
    })
    return { status: reply.status, headers: reply.headers, body: parsed(reply.text) }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
