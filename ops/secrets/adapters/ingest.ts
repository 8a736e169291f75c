import { randomBytes } from 'node:crypto'
import { OutboundError } from '#server/platform/outbound.ts'
import { Secret } from '#server/platform/secret.ts'
import { privateFile } from '../../private-file.ts'
import type { Adapter, Turn } from '../adapter.ts'
import type { Attestation } from '../attestation.ts'
import { isActive } from '../fleet.ts'
import type { Answer } from '../rotation.ts'
import { sectionOf, type AdapterGround } from './ground.ts'
import { ingestTokens } from './ingest-tokens.ts'
import { provider, ProviderError, reaching, type Provider } from './provider.ts'

/** OBS_INGEST_TOKEN: the ingest takes any token whose hash it knows, and says when each was used last. */
export function ingestFrom(ground: AdapterGround): Adapter {
  const { url, adminTokenFile, certificateAuthorityFile } = sectionOf(ground, 'ingest')
  const { settings, fleet } = ground
  const ask = provider(reaching({ hosts: [new URL(url).host], certificateAuthorityFile }))
  const tokens = ingestTokens(ask, url, privateFile(adminTokenFile, 'what may manage the tokens of the ingest'))
  const register = (value: Secret, { rotation }: Turn) =>
    tokens.register(value, `honeydue-${settings.environment}-${rotation}`)
  const accepted = (value: Secret) => takes(ask, url, value)

  return {
    keepsOld: false,
    async problems(published) {
      try {
        if (!(await tokens.find(published))) return ['The ingest does not know the token in use by its hash.']
        return (await accepted(published)) === 'yes' ? [] : ['The ingest does not take the token in use.']
      } catch (error) {
        if (error instanceof ProviderError || error instanceof OutboundError) return [`${error.message}.`]
        throw error
      }
    },
    async mint({ published }) {
      return { old: published, new: new Secret(randomBytes(32).toString('base64url')) }
    },
    shown: (published) => published,
    showing: (_, value) => value,
    admit: ({ new: value }, turn) => register(value, turn),
    withdraw: ({ new: value }) => tokens.remove(value),
    revoke: ({ old: value }) => tokens.remove(value),
    restore: ({ old: value }, turn) => register(value, turn),
    accepted,
    adopted: (value) => fleet.all(value, isActive),
    /** By a pod, or by anybody else since the pods have ceased to. */
    async used(value) {
      const shown = await fleet.any(value, isActive)
      const token = shown === 'no' ? await tokens.find(value) : undefined
      const lastUsedAt = token?.lastUsedAt ?? undefined
      if (lastUsedAt === undefined) return shown
      const since = await fleet.all(value, (said) => isBefore(lastUsedAt, said))
      return since === 'unknown' ? 'unknown' : opposite[since]
    }
  }
}

const opposite = { yes: 'no', no: 'yes' } as const
/** What was on its way when a pod changed, and how far two clocks are apart. */
const tolerance = { seconds: 60 }

function isBefore(lastUsedAt: string, { loadedAt }: Attestation): boolean {
  if (typeof loadedAt !== 'string') return false
  return Temporal.Instant.compare(lastUsedAt, Temporal.Instant.from(loadedAt).add(tolerance)) <= 0
}

/** An empty request of OTLP tries a token and counts as no use of it. */
async function takes(ask: Provider, url: string, bearer: Secret): Promise<Answer> {
  try {
    const { status } = await ask(`${url}/v1/metrics`, { method: 'POST', bearer, json: { resourceMetrics: [] } })
    if (status >= 200 && status < 300) return 'yes'
    return status === 401 || status === 403 ? 'no' : 'unknown'
  } catch (error) {
    if (error instanceof OutboundError) return 'unknown'
    throw error
  }
}
