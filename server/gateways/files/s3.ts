import { createHash } from 'node:crypto'
import { AwsV4Signer } from 'aws4fetch'
import { outbound, type OutboundReply, type OutboundRequest } from '#server/platform/outbound.ts'
import type { Secret } from '#server/platform/secret.ts'
import { assertKey, StorageError, watched, type FileStorage } from './file-storage.ts'

export type S3Options = {
  /** Scheme and host, such as https://s3.eu-central-003.backblazeb2.com. */
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  /** Asked for at each request: the key may change. */
  readonly keyId: string
  readonly secretKey: Secret
  /** The storage refuses this key, with a code of the protocol: resolves whether there is another one now. */
  readonly refused?: (code: string) => Promise<boolean>
  readonly accepted?: () => void
  /** The host may stand in the operator's own network. */
  readonly privateNetwork: boolean
  readonly now: () => Temporal.Instant
}
type Parts = Pick<OutboundRequest, 'method' | 'bytes'> & { readonly query?: Readonly<Record<string, string>> }

const limits = { timeoutMs: 60_000, sizeLimit: 64 * 1024 * 1024 }

/**
 * A private bucket behind the S3 protocol, in the part of it that Backblaze B2 speaks as well: whole objects with the digest
 * of their bytes signed, and no `x-amz-checksum-*`, which B2 refuses. Where a bucket keeps versions, as those of B2 always
 * do, deleting a name only hides it: `remove` deletes each version.
 */
export function s3(options: S3Options): FileStorage {
  const { endpoint, bucket, privateNetwork } = options
  const ask = outbound({ hosts: [new URL(endpoint).host], privateNetwork, plainLoopback: true, ...limits })

  /** Once more after a failure that B2's documentation says to expect, or with another key; throws StorageError after the second. */
  const send = async (path: string, parts: Parts = {}): Promise<OutboundReply> => {
    const attempt = async () => {
      const { url, headers } = await signed(options, `${endpoint}/${bucket}/${path}`, parts)
      const reply = await ask(url, { ...parts, headers })
      if (reply.status >= 300) throw new S3Error(reply)
      options.accepted?.()
      return reply
    }
    const again = async (error: unknown) => {
      const refusal = refusalOf(error)
      const worthIt = refusal === undefined ? !isLasting(error) : await options.refused?.(refusal)
      if (!worthIt) throw error
      return await attempt()
    }
    try {
      return await attempt().catch(again)
    } catch (error) {
      throw new StorageError(error)
    }
  }

  /** One for each version; a service that knows no versions (501) is told the name alone. */
  const deletionsOf = async (key: string): Promise<NonNullable<Parts['query']>[]> => {
    try {
      const { text } = await send('', { query: { versions: '', prefix: key } })
      return versionsIn(text).map((versionId) => ({ versionId }))
    } catch (error) {
      if (isNotImplemented(error)) return [{}]
      throw error
    }
  }

  return watched({
    async put(key: string, bytes: Buffer) {
      assertKey(key)
      await send(key, { method: 'PUT', bytes })
    },
    async read(key: string) {
      assertKey(key)
      return (await send(key)).bytes
    },
    async remove(key: string) {
      assertKey(key)
      const queries = await deletionsOf(key)
      for (const query of queries) await send(key, { method: 'DELETE', query })
    }
  })
}

async function signed({ region, keyId, secretKey, now }: S3Options, address: string, { method, bytes, query }: Parts) {
  const url = new URL(address)
  url.search = new URLSearchParams(query).toString()
  const signer = new AwsV4Signer({
    method: method ?? 'GET',
    url: url.href,
    headers: {
      'x-amz-content-sha256': createHash('sha256')
        .update(bytes ?? '')
        .digest('hex')
    },
    service: 's3',
    region,
    accessKeyId: keyId,
    secretAccessKey: secretKey.reveal(),
    datetime: now().round('second').toString().replaceAll(/[-:]/g, '')
  })
  const { url: to, headers } = await signer.sign()
  return { url: to.href, headers: { ...Object.fromEntries(headers), accept: '*/*' } }
}

/** The ids of a name's versions and of the marks that hide them: the list has no other names, as ours are all of one length. */
function versionsIn(list: string): string[] {
  return [...list.matchAll(/<VersionId>([^<]+)<\/VersionId>/g)].map(([, id = '']) => id)
}

/** The code by which it says that it does not know the key, or that its secret part is another. */
function refusalOf(error: unknown): string | undefined {
  return error instanceof S3Error && /^(InvalidAccessKeyId|SignatureDoesNotMatch)$/.test(error.code)
    ? error.code
    : undefined
}

/** Asked again it would be answered alike. */
function isLasting(error: unknown): boolean {
  return error instanceof S3Error && (error.status < 500 || error.status === 501)
}

function isNotImplemented(error: unknown): boolean {
  return error instanceof StorageError && error.cause instanceof S3Error && error.cause.status === 501
}

class S3Error extends Error {
  override readonly name = 'S3Error'
  readonly status: number
  readonly code: string

  constructor({ status, text }: OutboundReply) {
    const code = /<Code>(\w+)<\/Code>/.exec(text)?.[1] ?? ''
    super(`the storage answered with ${status} ${code}`.trimEnd())
    this.status = status
    this.code = code
  }
}
