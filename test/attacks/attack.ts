import assert from 'node:assert/strict'
import type { InjectOptions, LightMyRequestResponse } from 'fastify'
import type { FederatedApp } from '#server/features/accounts/federation/testing-federation.ts'
import type { TestApp } from '../harness.ts'

/** Something that once worked against another system, replayed against the running product. */
export type Attack = {
  /** The advisory, or where it was told. */
  readonly source: string
  readonly kind: 'takeover' | 'tenant' | 'race' | 'spoofing' | 'parser' | 'injection' | 'disclosure' | 'brute force'
  /** What happened there, in our words. */
  readonly story: string
  /** Resolves when it is refused; throws when it works. */
  replay(app: FederatedApp): Promise<void>
}

type Request = InjectOptions & { json?: unknown; token?: string }

/** A request as an attacker writes it: nothing is checked before it leaves. */
export function ask(app: TestApp, { json, token, ...options }: Request): Promise<LightMyRequestResponse> {
  return app.inject({
    ...options,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...options.headers
    },
    ...(json !== undefined && { payload: typeof json === 'string' ? json : JSON.stringify(json) })
  })
}

export function assertRefused(answer: LightMyRequestResponse, ...statuses: number[]): void {
  assert.ok(statuses.includes(answer.statusCode), `${answer.statusCode} ${answer.body}`)
}

/** A token of our shape that nobody was given. */
export const madeUpToken = `hds_${'A'.repeat(43)}`
