import { OutboundError } from '#server/platform/outbound.ts'
import type { Secret } from '#server/platform/secret.ts'
import type { Answer } from '../rotation.ts'
import type { Provider } from './provider.ts'

export type PullLogin = { readonly user: string; readonly password: Secret }
/** `name` without the host; `reference`: a digest where there is one, else a tag. */
export type Image = { readonly name: string; readonly reference: string }

const manifests = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json'
].join(', ')

/** Those of a registry, each once, in the spelling of pod specifications (`host/name:tag@digest`). */
export function imagesOf(host: string, images: readonly string[]): Image[] {
  const own = new Set(
    images.filter((image) => image.startsWith(`${host}/`)).map((image) => image.slice(host.length + 1))
  )
  return [...own].map((image) => {
    const [, name = '', tag = 'latest', digest] = /^([^:@]+)(?::([\w.-]+))?(?:@(\w+:[0-9a-f]+))?$/.exec(image) ?? []
    return { name, reference: digest ?? tag }
  })
}

/** What kubelets do: the challenge, a token for each image, and its manifest (Distribution API v2). */
export async function mayPull(
  ask: Provider,
  host: string,
  { login, images }: { login: PullLogin; images: readonly Image[] }
): Promise<Answer> {
  try {
    const realm = await realmOf(ask, host)
    if (!realm) return 'unknown'
    const wanted = images.length > 0 ? images : [undefined]
    const answers = await Promise.all(wanted.map((image) => reads(ask, host, { realm, login, image })))
    if (answers.includes('no')) return 'no'
    return answers.includes('unknown') ? 'unknown' : 'yes'
  } catch (error) {
    if (error instanceof OutboundError) return 'unknown'
    throw error
  }
}

/** Where tokens are given out; on the same host, so that the password goes nowhere else. */
async function realmOf(ask: Provider, host: string): Promise<URL | undefined> {
  const { status, headers } = await ask(`https://${host}/v2/`)
  const challenge = headers['www-authenticate'] ?? ''
  const [, realm] = /^Bearer .*?realm="([^"]+)"/i.exec(challenge) ?? []
  if (status !== 401 || realm === undefined || !URL.canParse(realm)) return undefined
  const url = new URL(realm)
  const [, service] = /service="([^"]+)"/i.exec(challenge) ?? []
  if (service !== undefined) url.searchParams.set('service', service)
  return url.host === host ? url : undefined
}

type Reading = { readonly realm: URL; readonly login: PullLogin; readonly image: Image | undefined }

async function reads(ask: Provider, host: string, { realm, login, image }: Reading): Promise<Answer> {
  const url = new URL(realm)
  if (image) url.searchParams.set('scope', `repository:${image.name}:pull`)
  const { status, body } = await ask(url.href, { basic: login })
  if (status !== 200) return status === 401 ? 'no' : 'unknown'
  const token = (body as { token?: unknown } | undefined)?.token
  if (typeof token !== 'string') return 'unknown'
  if (!image) return 'yes'
  const manifest = await ask(`https://${host}/v2/${image.name}/manifests/${image.reference}`, {
    method: 'HEAD',
    headers: { authorization: `Bearer ${token}`, accept: manifests }
  })
  if (manifest.status === 200) return 'yes'
  return manifest.status === 401 || manifest.status === 403 ? 'no' : 'unknown'
}
