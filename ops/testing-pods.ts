import { fingerprintOf } from '#server/platform/fingerprint.ts'
import { Secret } from '#server/platform/secret.ts'
import { asAdmin, type FakeApiServer } from '#test/cluster/fake-api-server.ts'

/** Pods that read a key of a Secret when they are asked, and attest it as the product does. */
export type TestPods = {
  /** What a pod holds now. */
  held(): string
  /** From now on they keep what they have, as if the kubelet were slow. */
  freeze(): void
  thaw(): void
  /** From now on they attest no use of what they hold, as new ones do. */
  idle(): void
  work(): void
}

const secrets = '/api/v1/namespaces/honeydue/secrets'

/** The value under a key of a Secret, as a text; empty where there is none. */
export function published({ store }: FakeApiServer, key: string, secret = 'honeydue-secrets'): string {
  const data = store.get(secrets, secret)?.['data'] as Record<string, string> | undefined // a Secret's
  return Buffer.from(data?.[key] ?? '', 'base64').toString()
}

/** As kubectl writes a Secret; what it has already stays. */
export function publish({ store }: FakeApiServer, data: Record<string, string>, secret = 'honeydue-secrets'): void {
  const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')])
  const asKubectl = { ...asAdmin, manager: 'kubectl' }
  const present = store.get(secrets, secret)
  const all = { ...(present?.['data'] as object | undefined), ...Object.fromEntries(encoded) } // a Secret's
  if (present) store.replace(secrets, { ...present, data: all }, asKubectl)
  else store.create(secrets, { metadata: { name: secret }, type: 'Opaque', data: all }, asKubectl)
}

/** As kubectl annotates honeydue-secrets. */
export function annotate({ store }: FakeApiServer, annotations: Record<string, string>): void {
  const { metadata, ...object } = store.get(secrets, 'honeydue-secrets') ?? { metadata: { name: 'honeydue-secrets' } }
  const annotated = { ...metadata, annotations: { ...metadata.annotations, ...annotations } }
  store.replace(secrets, { ...object, metadata: annotated }, { ...asAdmin, manager: 'kubectl-annotate' })
}

/** One worker and two of the API; `keysIn` are the values of a text, the one in use first. */
export function testPods(
  fake: FakeApiServer,
  key: string,
  keysIn: (text: string) => string[],
  secret = 'honeydue-secrets'
): TestPods {
  let held = published(fake, key, secret)
  let frozen = false
  let served = true
  for (const [app, name] of [
    ['worker', 'worker-1'],
    ['api', 'api-1'],
    ['api', 'api-2']
  ] as const) {
    fake.store.create('/api/v1/namespaces/honeydue/pods', { metadata: { name, labels: { app } } }, asAdmin)
    fake.pods.set(name, () => {
      if (!frozen) held = published(fake, key, secret)
      const salt = new Secret(published(fake, 'FINGERPRINT_SALT'))
      const fingerprints = keysIn(held).map((value) => fingerprintOf(salt, new Secret(value)))
      const at = '2026-11-26T20:00:00Z'
      return [
        {
          name: key,
          activeFp: fingerprints[0],
          acceptedFps: fingerprints,
          loadedAt: at,
          lastUsedOk: served ? at : null
        }
      ]
    })
  }
  return {
    held: () => held,
    freeze: () => void (frozen = true),
    thaw: () => void (frozen = false),
    idle: () => void (served = false),
    work: () => void (served = true)
  }
}
