import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterwards, type Scope } from './afterwards.ts'

/** A bucket as Backblaze B2 keeps it behind the S3 protocol. It refuses whatever B2 refuses and knows no more than we use. */
export type TestS3 = {
  readonly endpoint: string
  readonly region: string
  readonly bucket: string
  readonly keyId: string
  readonly secretKey: string
  /** Which keys it knows, by id: whoever administers it adds and deletes them. */
  readonly keys: Map<string, string>
  /** Every version of every object, the marks that hide former ones included. */
  versions(): { key: string; bytes: Buffer | undefined }[]
  /** What was asked and how it was answered, such as `PUT /bucket/key 200`. */
  readonly log: string[]
  /** The next requests get these answers instead of theirs, which `pass` leaves as it is. */
  answerNext(...answers: ('slow down' | 'cut' | 'half' | 'pass')[]): void
  /** No connection any more, those that are open included, until `start`. */
  stop(): Promise<void>
  start(): Promise<void>
}
type Version = { readonly key: string; readonly id: string; readonly bytes: Buffer | undefined }
type Refusal = { readonly status: number; readonly code: string; readonly message: string }

const region = 'eu-central-003'
const bucket = 'honeydue-test'
const keyId = '003fa1f0c0d1e2f0000000001'
const secretKey = 'K003oXvzqjR5cTg9YpXwLr2uNbHh3dE'

/** `now`: the time of the other side's clock. */
export async function testS3(scope: Scope, { now = Temporal.Now.instant, versionless = false } = {}): Promise<TestS3> {
  let versions: Version[] = []
  const keys = new Map([[keyId, secretKey]])
  const log: string[] = []
  const faults: string[] = []

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const fault = faults.shift()
    if (fault === 'cut') return void request.once('data', () => request.destroy()).once('end', () => request.destroy())
    const body = await bytesOf(request)
    const url = new URL(request.url ?? '', 'http://localhost')
    const refusal = fault === 'slow down' ? slowDown : refusalOf(request, url, body)
    if (refusal) return refuse(response, refusal)
    const key = decodeURIComponent(url.pathname.slice(`/${bucket}/`.length))
    if (request.method === 'PUT') return put(response, key, body)
    if (request.method === 'DELETE') return remove(response, key, url.searchParams.get('versionId'))
    return key === '' ? list(response, url.searchParams.get('prefix') ?? '') : get(response, key, fault === 'half')
  }

  const put = (response: ServerResponse, key: string, bytes: Buffer) => {
    const id = versionless ? 'null' : `4_z${randomUUID()}`
    versions = [{ key, id, bytes }, ...versions.filter((other) => !versionless || other.key !== key)]
    const tag = createHash('md5').update(bytes).digest('hex')
    response.writeHead(200, { etag: `"${tag}"`, 'x-amz-version-id': id }).end()
  }
  const get = (response: ServerResponse, key: string, half: boolean) => {
    const latest = versions.find((version) => version.key === key)
    if (!latest?.bytes) return refuse(response, noSuchKey)
    response.writeHead(200, { 'content-length': latest.bytes.length, 'content-type': 'application/octet-stream' })
    if (!half) return void response.end(latest.bytes)
    response.write(latest.bytes.subarray(0, latest.bytes.length / 2), () => response.destroy())
  }
  /** Without a version the name is hidden and nothing is deleted. */
  const remove = (response: ServerResponse, key: string, id: string | null) => {
    if (id === null && versionless) versions = versions.filter((version) => version.key !== key)
    else if (id === null) versions = [{ key, id: `4_z${randomUUID()}`, bytes: undefined }, ...versions]
    else versions = versions.filter((version) => version.key !== key || version.id !== id)
    response.writeHead(204, id === null ? { 'x-amz-delete-marker': 'true' } : { 'x-amz-version-id': id }).end()
  }
  const list = (response: ServerResponse, prefix: string) => {
    if (versionless) return refuse(response, { status: 501, code: 'NotImplemented', message: 'No versions here.' })
    const entries = versions
      .filter(({ key }) => key.startsWith(prefix))
      .map(({ key, id, bytes }) => {
        const tag = bytes ? 'Version' : 'DeleteMarker'
        return `<${tag}><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>false</IsLatest></${tag}>`
      })
    const head = `<Name>${bucket}</Name><Prefix>${prefix}</Prefix><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>`
    const document = `<ListVersionsResult xmlns="${namespace}">${head}${entries.join('')}</ListVersionsResult>`
    response.writeHead(200, { 'content-type': 'application/xml' }).end(`${declaration}${document}`)
  }

  const refusalOf = (request: IncomingMessage, url: URL, body: Buffer): Refusal | undefined =>
    formRefusal(request, url) ?? signatureRefusal(request, url, { body, now: now(), keys })

  const listen = async (port: number): Promise<Server> => {
    const listening = createServer((request, response) => {
      response.on('finish', () => log.push(`${request.method} ${request.url} ${response.statusCode}`))
      serve(request, response).catch(() => response.destroy())
    })
    await new Promise<void>((done) => listening.listen(port, '127.0.0.1', done))
    return listening
  }
  let server: Server | undefined = await listen(0)
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  const stop = async () => {
    server?.closeAllConnections()
    await new Promise((done) => (server ? server.close(done) : done(undefined)))
    server = undefined
  }
  afterwards(scope, stop)
  return {
    endpoint: `http://127.0.0.1:${port}`,
    region,
    bucket,
    keyId,
    secretKey,
    keys,
    log,
    versions: () => versions.map(({ key, bytes }) => ({ key, bytes })),
    answerNext: (...answers) => void faults.push(...answers),
    stop,
    start: async () => void (server ??= await listen(port))
  }
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const slowDown: Refusal = { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' }
const noSuchKey: Refusal = { status: 404, code: 'NoSuchKey', message: 'Key not found' }

function refuse(response: ServerResponse, { status, code, message }: Refusal): void {
  const document = `<Error>\n    <Code>${code}</Code>\n    <Message>${message}</Message>\n</Error>\n`
  response.writeHead(status, { 'content-type': 'application/xml' }).end(`${declaration}${document}`)
}

/** What of the S3 protocol B2 does not take. */
function formRefusal({ method = '', headers, rawHeaders }: IncomingMessage, url: URL): Refusal | undefined {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase())
  const checksum = names.find((name) => /^x-amz-(checksum-|sdk-checksum-algorithm|trailer)/.test(name))
  if (checksum !== undefined)
    return {
      status: 400,
      code: 'InvalidArgument',
      message: `Unsupported header '${checksum}' received for this API call.`
    }
  if (!['GET', 'PUT', 'DELETE'].includes(method))
    return { status: 405, code: 'MethodNotAllowed', message: 'The specified method is not allowed.' }
  if (method === 'PUT' && headers['content-length'] === undefined)
    return { status: 411, code: 'MissingContentLength', message: 'Content-Length is missing.' }
  if (!url.pathname.startsWith(`/${bucket}/`))
    return { status: 404, code: 'NoSuchBucket', message: `The specified bucket does not exist: ${url.pathname}` }
  return undefined
}

const form =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/

type Signing = { id: string; day: string; region: string; signed: string[]; signature: string; date: string }

function signatureRefusal(
  request: IncomingMessage,
  url: URL,
  { body, now, keys }: { body: Buffer; now: Temporal.Instant; keys: ReadonlyMap<string, string> }
): Refusal | undefined {
  const { headers } = request
  const signing = signingOf(headers)
  if (!signing) return denied('AccessDenied', 'The request is not signed.')
  const secret = keys.get(signing.id)
  if (secret === undefined) return denied('InvalidAccessKeyId', 'Malformed Access Key Id')
  const refusal = scopeRefusal(signing, now) ?? headerRefusal(signing, headers, sha256(body))
  if (refusal) return refusal
  const expected = signatureOf(signing, request, { url, digest: sha256(body), secret })
  if (timingSafeEqual(expected, Buffer.from(signing.signature, 'hex'))) return undefined
  return denied('SignatureDoesNotMatch', 'Signature validation failed')
}

function signingOf(headers: IncomingMessage['headers']): Signing | undefined {
  const [, id = '', day = '', named = '', names = '', signature] = form.exec(headers.authorization ?? '') ?? []
  if (signature === undefined) return undefined
  return { id, day, region: named, signed: names.split(';'), signature, date: String(headers['x-amz-date']) }
}

function scopeRefusal({ day, date, region: named }: Signing, now: Temporal.Instant): Refusal | undefined {
  if (!/^\d{8}T\d{6}Z$/.test(date) || !date.startsWith(day))
    return denied('AccessDenied', 'The date is not of the scope.')
  const minutes = Math.abs(now.since(Temporal.Instant.from(extended(date))).total('minutes'))
  if (minutes > 15) return denied('RequestTimeTooSkewed', 'The time of the request and of the server differ too much.')
  return named === region ? undefined : denied('SignatureDoesNotMatch', `The region is ${region}`)
}

function headerRefusal({ signed }: Signing, headers: IncomingMessage['headers'], digest: string): Refusal | undefined {
  const mustBeSigned = [
    'host',
    'x-amz-content-sha256',
    ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))
  ]
  if (mustBeSigned.some((name) => !signed.includes(name)))
    return denied('AccessDenied', 'There were headers present in the request which were not signed')
  if (headers['x-amz-content-sha256'] === digest) return undefined
  return { status: 400, code: 'XAmzContentSHA256Mismatch', message: 'The provided digest is not that of the body.' }
}

/** Reckoned anew after Amazon's description, not with the library that made it. */
function signatureOf(
  { day, date, signed }: Signing,
  { method, headers }: IncomingMessage,
  { url, digest, secret }: { url: URL; digest: string; secret: string }
): Buffer {
  const query = [...url.searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
  const canonical = [
    method,
    encoded(decodeURIComponent(url.pathname)).replaceAll('%2F', '/'),
    query.toSorted().join('&'),
    ...signed.toSorted().map((name) => `${name}:${String(headers[name]).trim().replaceAll(/ +/g, ' ')}`),
    '',
    signed.join(';'),
    digest
  ].join('\n')
  const text = ['AWS4-HMAC-SHA256', date, `${day}/${region}/s3/aws4_request`, sha256(canonical)].join('\n')
  const key = [day, region, 's3', 'aws4_request'].reduce<Buffer>(hmac, Buffer.from(`AWS4${secret}`))
  return hmac(key, text)
}

function denied(code: string, message: string): Refusal {
  return { status: 403, code, message }
}

function extended(date: string): string {
  return date.replace(/^(\d{4})(\d{2})(\d{2}T\d{2})(\d{2})(\d{2})Z$/, '$1-$2-$3:$4:$5Z')
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

function sha256(bytes: Buffer | string): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
