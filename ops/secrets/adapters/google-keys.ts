import { X509Certificate } from 'node:crypto'
import Type, { type Static } from 'typebox'
import { Check } from 'typebox/value'
import { messaging } from '#server/gateways/fcm/fcm.ts'
import { accessTokens, AccountRefused } from '#server/gateways/google-access/access-token.ts'
import type { ServiceAccount } from '#server/platform/service-account.ts'
import type { OpsSettings } from '../../settings.ts'
import { provider, ProviderError, reaching, type Asked } from './provider.ts'

const Key = Type.Object({ name: Type.String(), disabled: Type.Optional(Type.Boolean()) })
const KeyList = Type.Object({ keys: Type.Optional(Type.Array(Key)) })
const WithPublicKey = Type.Object({ publicKeyData: Type.String() })
export type GoogleKey = Static<typeof Key>

/** Keys of one service account, in the hands of one that may manage them (IAM API, v1). Each throws ProviderError. */
export type GoogleKeys = {
  /** Those that somebody made, not Google's own. */
  list(): Promise<GoogleKey[]>
  /** Whose certificate it is, as `selfSigned` wrote it. */
  nameOn(key: GoogleKey): Promise<string | undefined>
  upload(certificate: string): Promise<GoogleKey>
  change(keyId: string, how: 'disable' | 'enable' | 'delete'): Promise<void>
  /** Whether the administrator's own key works just now, by the same clock. */
  admits(): Promise<boolean>
}

/** At most so many keys has an account (IAM quotas). */
export const mostKeys = 10

type Options = {
  readonly settings: NonNullable<OpsSettings['google']>
  readonly admin: ServiceAccount
  readonly now: () => Temporal.Instant
}

export function googleKeys(email: string, { settings, admin, now }: Options): GoogleKeys {
  const { url, certificateAuthorityFile } = settings
  const [iam, oauth] = [url ?? 'https://iam.googleapis.com', url ?? 'https://oauth2.googleapis.com']
  const hosts = [iam, oauth].map((each) => new URL(each).host)
  const outwards = reaching({ hosts, certificateAuthorityFile })
  const ask = provider(outwards)
  const tokenUrl = `${oauth}/token`
  const tokens = accessTokens(outwards, { scope: 'https://www.googleapis.com/auth/cloud-platform', tokenUrl, now })
  const account = `${iam}/v1/projects/-/serviceAccounts/${encodeURIComponent(email)}`

  async function call(address: string, asked: Asked = {}): Promise<unknown> {
    const bearer = await tokens.of(admin)
    const { status, body } = await ask(address, { ...asked, bearer })
    if (status !== 200) throw new ProviderError(refusals[status] ?? `Google answers ${status}`)
    return body
  }

  return {
    async list() {
      const found = await call(`${account}/keys?keyTypes=USER_MANAGED`)
      if (!Check(KeyList, found)) throw new ProviderError('Google’s list of keys cannot be read')
      return found.keys ?? []
    },
    async nameOn(key) {
      const found = await call(`${account}/keys/${idOf(key)}?publicKeyType=TYPE_X509_PEM_FILE`)
      return Check(WithPublicKey, found) ? commonName(Buffer.from(found.publicKeyData, 'base64')) : undefined
    },
    async upload(certificate) {
      const publicKeyData = Buffer.from(certificate).toString('base64')
      const made = await call(`${account}/keys:upload`, { method: 'POST', json: { publicKeyData } })
      if (!Check(Key, made)) throw new ProviderError('Google’s answer to an upload cannot be read')
      return made
    },
    async change(keyId, how) {
      const address = `${account}/keys/${encodeURIComponent(keyId)}`
      const asked: Asked = how === 'delete' ? { method: 'DELETE' } : { method: 'POST', json: {} }
      await call(how === 'delete' ? address : `${address}:${how}`, asked)
    },
    async admits() {
      try {
        // One of its own, so that Google is asked again.
        await accessTokens(outwards, { scope: messaging, tokenUrl, now }).of(admin)
        return true
      } catch (error) {
        if (error instanceof AccountRefused) return false
        throw error
      }
    }
  }
}

function commonName(certificate: Buffer): string | undefined {
  try {
    return /^CN=(.*)$/m.exec(new X509Certificate(certificate).subject)?.[1]
  } catch {
    return undefined // not one of ours
  }
}

/** `projects/…/serviceAccounts/…/keys/<id>` */
export function idOf({ name }: GoogleKey): string {
  return name.slice(name.lastIndexOf('/') + 1)
}

const refusals: Readonly<Record<number, string>> = {
  400: 'Google does not do that: an organization policy may forbid uploaded keys (iam.disableServiceAccountKeyUpload)',
  403: 'The account of google.adminKeyFile may not do that: it needs the role roles/iam.serviceAccountKeyAdmin',
  404: 'Google knows no such account or key',
  429: 'Google has been asked too often: try again later'
}
