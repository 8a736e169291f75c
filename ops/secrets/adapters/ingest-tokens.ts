import { hash } from 'node:crypto'
import Type, { type Static } from 'typebox'
import { Check } from 'typebox/value'
import type { Secret } from '#server/platform/secret.ts'
import { ProviderError, type Asked, type Provider } from './provider.ts'

const Token = Type.Object({
  hash: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  name: Type.String(),
  lastUsedAt: Type.Union([Type.String(), Type.Null()])
})
export type IngestToken = Static<typeof Token>

/** The tokens of an ingest by their SHA-256: it never sees a value before that is shown to it. Each throws ProviderError. */
export type IngestTokens = {
  find(value: Secret): Promise<IngestToken | undefined>
  /** Whether it is there already or not. */
  register(value: Secret, name: string): Promise<void>
  remove(value: Secret): Promise<void>
}

/** What is asked of an ingest stands in docs/operating.md. */
export function ingestTokens(ask: Provider, url: string, admin: Secret): IngestTokens {
  async function call(rest: string, asked: Asked, wanted: readonly number[]): Promise<unknown> {
    const { status, body } = await ask(`${url}/tokens${rest}`, { ...asked, bearer: admin })
    if (wanted.includes(status)) return body
    const refused = status === 401 || status === 403
    throw new ProviderError(refused ? 'The ingest refuses ingest.adminTokenFile' : `The ingest answers ${status}`)
  }
  return {
    async find(value) {
      const found = await call('', {}, [200])
      if (!Check(Type.Array(Token), found)) throw new ProviderError('The ingest’s list of tokens cannot be read')
      return found.find((token) => token.hash === hashOf(value))
    },
    async register(value, name) {
      await call('', { method: 'POST', json: { hash: hashOf(value), name } }, [200, 201])
    },
    async remove(value) {
      await call(`/${hashOf(value)}`, { method: 'DELETE' }, [204, 404])
    }
  }
}

function hashOf(value: Secret): string {
  return hash('sha256', value.reveal())
}
