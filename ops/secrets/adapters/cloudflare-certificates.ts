import { X509Certificate } from 'node:crypto'
import Type, { type Static } from 'typebox'
import { Check } from 'typebox/value'
import type { Secret } from '#server/platform/secret.ts'
import type { OpsSettings } from '../../settings.ts'
import { provider, ProviderError, reaching, type Asked } from './provider.ts'

const Listed = Type.Object({
  id: Type.String({ pattern: '^\\w+$' }),
  certificate: Type.String(),
  hostnames: Type.Array(Type.String()),
  csr: Type.Optional(Type.String()),
  revoked_at: Type.Optional(Type.Union([Type.String(), Type.Null()]))
})
const List = Type.Object({ result: Type.Array(Listed) })
const Made = Type.Object({ result: Type.Object({ certificate: Type.String({ minLength: 1 }) }) })
export type OriginCertificate = Static<typeof Listed>

/** The certificates for origins of one zone (Origin CA API). Each throws ProviderError. */
export type OriginCertificates = {
  /** Those that are not revoked. */
  list(): Promise<OriginCertificate[]>
  sign(request: string, hosts: readonly string[]): Promise<string>
  /** For good, whether it is there or not. */
  revoke(certificate: OriginCertificate): Promise<void>
}

const perPage = 50
const fifteenYears = 5475

export function originCertificates(
  settings: NonNullable<OpsSettings['cloudflare']>,
  token: Secret
): OriginCertificates {
  const { zone, url = 'https://api.cloudflare.com', certificateAuthorityFile } = settings
  const ask = provider(reaching({ hosts: [new URL(url).host], certificateAuthorityFile }))

  async function call(rest: string, asked: Asked, wanted: readonly number[]): Promise<unknown> {
    const { status, body } = await ask(`${url}/client/v4/certificates${rest}`, { ...asked, bearer: token })
    if (wanted.includes(status)) return body
    throw new ProviderError(refusals[status] ?? `Cloudflare answers ${status}`)
  }

  async function listFrom(page: number): Promise<OriginCertificate[]> {
    const found = await call(`?zone_id=${zone}&page=${page}&per_page=${perPage}`, {}, [200])
    if (!Check(List, found)) throw new ProviderError('Cloudflare’s list of certificates cannot be read')
    return found.result.length < perPage ? found.result : [...found.result, ...(await listFrom(page + 1))]
  }

  return {
    list: async () => (await listFrom(1)).filter(({ revoked_at: revokedAt }) => typeof revokedAt !== 'string'),
    async sign(csr, hostnames) {
      const json = { csr, hostnames, request_type: 'origin-ecc', requested_validity: fifteenYears }
      const made = await call('', { method: 'POST', json }, [200])
      if (!Check(Made, made)) throw new ProviderError('Cloudflare’s answer to a request cannot be read')
      return made.result.certificate
    },
    async revoke({ id }) {
      await call(`/${id}`, { method: 'DELETE' }, [200, 404])
    }
  }
}

/** Undefined where Cloudflare lists what is no certificate. */
export function leafOf({ certificate }: OriginCertificate): X509Certificate | undefined {
  try {
    return new X509Certificate(certificate)
  } catch {
    return undefined
  }
}

const refused =
  'Cloudflare refuses cloudflare.tokenFile: it needs the permission to edit SSL and Certificates of the zone'
const refusals: Readonly<Record<number, string>> = {
  400: 'Cloudflare does not do that: is each of cloudflare.hosts in cloudflare.zone?',
  401: refused,
  403: refused,
  429: 'Cloudflare has been asked too often: try again later'
}
