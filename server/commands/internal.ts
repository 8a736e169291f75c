import { internalServer, listenInternally } from '../platform/http/internal-listener.ts'
import type { Readiness } from '../platform/http/health.ts'
import { eachSecret, type Config, type Secrets } from '../platform/config.ts'
import type { Ground } from '../platform/make-context.ts'
import { attest } from '../platform/secrets/attestation.ts'

/** Opens the internal listener, if one is configured; `close` ends it. */
export async function openInternal(
  { internal }: Pick<Config, 'internal'>,
  secrets: Secrets,
  { ground, readiness }: { ground: Pick<Ground, 'db' | 'now' | 'log'>; readiness: Readiness }
): Promise<{ close(): Promise<void> }> {
  if (!internal) return { close: async () => {} }
  const { fingerprintSalt } = secrets
  const used = eachSecret(secrets).filter((secret) => secret !== fingerprintSalt)
  const server = internalServer({
    ...ground,
    readiness,
    attest: () => (fingerprintSalt.active ? attest(used, fingerprintSalt.active) : [])
  })
  await listenInternally(server, internal)
  return { close: () => server.close() }
}
