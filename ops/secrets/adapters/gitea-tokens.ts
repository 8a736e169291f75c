import Type, { type Static } from 'typebox'
import { Check } from 'typebox/value'
import { Secret } from '#server/platform/secret.ts'
import { ProviderError, type Asked, type Provider } from './provider.ts'
import type { PullLogin } from './registry-probe.ts'

const Token = Type.Object({ id: Type.Number(), name: Type.String(), token_last_eight: Type.String() })
const Made = Type.Object({ sha1: Type.String({ minLength: 16 }) })
export type GiteaToken = Static<typeof Token>

/** Access tokens of one user, whose password it takes: a token makes no token. Each throws ProviderError. */
export type GiteaTokens = {
  list(): Promise<GiteaToken[]>
  /** One that may read packages; its value is told this once. */
  make(name: string): Promise<Secret>
  /** Whether it is there or not. */
  delete(token: GiteaToken): Promise<void>
}

export function giteaTokens(ask: Provider, host: string, robot: PullLogin): GiteaTokens {
  const address = `https://${host}/api/v1/users/${encodeURIComponent(robot.user)}/tokens`

  async function call(rest: string, asked: Asked, wanted: readonly number[]): Promise<unknown> {
    const { status, body } = await ask(`${address}${rest}`, { ...asked, basic: robot })
    if (!wanted.includes(status)) throw new ProviderError(refusals[status] ?? `Gitea answers ${status}`)
    return body
  }

  return {
    async list() {
      const found = await call('?limit=50', {}, [200])
      if (!Check(Type.Array(Token), found)) throw new ProviderError('Gitea’s list of tokens cannot be read')
      return found
    },
    async make(name) {
      const made = await call('', { method: 'POST', json: { name, scopes: ['read:package'] } }, [201])
      if (!Check(Made, made)) throw new ProviderError('Gitea’s new token cannot be read')
      return new Secret(made.sha1)
    },
    async delete({ id }) {
      await call(`/${id}`, { method: 'DELETE' }, [204, 404])
    }
  }
}

const refusals: Readonly<Record<number, string>> = {
  400: 'Gitea does not make a token of that name',
  401: 'Gitea refuses the password in registry.passwordFile',
  403: 'Gitea does not let registry.user make tokens with a password: is there a second factor?'
}
