import 'reflect-metadata'
import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { text } from 'node:stream/consumers'
import {
  BasicConstraintsExtension,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator
} from '@peculiar/x509'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import type { Scope } from '../afterwards.ts'
import { localServer } from '../local-server.ts'
import { FaultQueue } from './fault-queue.ts'

type Pair = { readonly cert: string; readonly key: string }
type Signed = {
  readonly id: string
  readonly certificate: string
  readonly csr?: string
  readonly hostnames: readonly string[]
  revoked_at?: string
}

/** The Origin CA API of one zone, over TLS, with an authority of its own. */
export type TestCloudflare = {
  readonly url: string
  /** Who signs, PEM. */
  readonly authority: string
  readonly certificates: Map<string, Signed>
  /** Each request that was understood, without what is in it. */
  readonly asked: string[]
  /** The hosts and days that are signed, whatever is asked for. */
  careless: { readonly hostnames?: readonly string[]; readonly days?: number }
  /** A pair whose certificate was signed at another time. */
  issue(...hostnames: string[]): Promise<Pair>
  live(): string[]
  /** One of the next calls gets that instead of an answer. */
  fail(how: number | 'after the effect', after?: number): void
  stop(): Promise<void>
}

export const zone = { id: '0123456789abcdef0123456789abcdef', name: 'example.org' }
export const cloudflareToken = 'what may edit certificates of the zone'

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const validities = new Set([7, 30, 90, 365, 730, 1095, 5475])

type Said = readonly [status: number, code?: number, result?: unknown]

export async function testCloudflare(scope: Scope): Promise<TestCloudflare> {
  const faults = new FaultQueue<number | 'after the effect'>()
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const name = `CN=Origin authority ${randomBytes(4).toString('hex')}`
  const root = await X509CertificateGenerator.createSelfSigned({
    name,
    keys,
    signingAlgorithm: algorithm,
    ...during(7_000),
    extensions: [new BasicConstraintsExtension(true, undefined, true)]
  })
  const server = await localServer(
    scope,
    createServer({ ...testingCertificate }, (request, response) => void serve(request, response))
  )
  const cloudflare: TestCloudflare = {
    url: `https://localhost:${server.port}`,
    authority: root.toString('pem'),
    certificates: new Map(),
    asked: [],
    careless: {},
    async issue(...hostnames) {
      const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
      const { certificate } = await sign(pair.publicKey, { hostnames, days: 5475 })
      const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', pair.privateKey)).toString('base64')
      const lines = key.match(/.{1,64}/g) ?? []
      return { cert: certificate, key: `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n` }
    },
    live: () => [...cloudflare.certificates.values()].filter(isLive).map(({ certificate }) => certificate.trim()),
    fail: faults.fail,
    stop: server.stop
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    const fault = faults.next()
    if (typeof fault === 'number') return answer(response, [fault, fault])
    const isLetIn = request.headers.authorization === `Bearer ${cloudflareToken}`
    const said: Said = isLetIn ? await manage(request, body) : [403, 10_000]
    if (fault === 'after the effect') return void response.destroy()
    answer(response, said)
  }

  async function manage({ method = '', url = '' }: IncomingMessage, body: string): Promise<Said> {
    const { pathname, searchParams } = new URL(url, cloudflare.url)
    const path = /^\/client\/v4\/certificates(?:\/(\w+))?$/.exec(pathname)
    if (!path) return [404, 7_003]
    const [, id] = path
    cloudflare.asked.push(method)
    if (method === 'DELETE' && id !== undefined) return revoke(id)
    if (method === 'POST' && id === undefined) return create(body)
    return method === 'GET' && id === undefined ? list(searchParams) : [405, 10_405]
  }

  function list(asked: URLSearchParams): Said {
    if (asked.get('zone_id') !== zone.id) return [400, 1_001]
    const [page, size] = [Number(asked.get('page')), Number(asked.get('per_page'))]
    if (!(page >= 1 && size >= 5 && size <= 50)) return [400, 1_004]
    return [200, 0, [...cloudflare.certificates.values()].filter(isLive).slice((page - 1) * size, page * size)]
  }

  function revoke(id: string): Said {
    const found = cloudflare.certificates.get(id)
    if (!found) return [404, 1_101]
    if (!isLive(found)) return [400, 1_014]
    found.revoked_at = Temporal.Now.instant().toString()
    return [200, 0, { id, revoked_at: found.revoked_at }]
  }

  async function create(body: string): Promise<Said> {
    const { csr, hostnames, request_type: type, requested_validity: days, ...others } = JSON.parse(body) as Asked // checked below
    const request = requestIn(csr)
    if (!request || !(await request.verify())) return [400, 1_002]
    if (type !== 'origin-ecc' || request.publicKey.algorithm.name !== 'ECDSA') return [400, 1_003]
    if (!validities.has(days) || Object.keys(others).length > 0) return [400, 1_004]
    if (!Array.isArray(hostnames) || hostnames.length === 0 || !hostnames.every(isInZone)) return [400, 1_010]
    const key = await request.publicKey.export()
    const signed = await sign(key, { hostnames, days, ...cloudflare.careless }, csr)
    return [200, 0, { ...signed, request_type: type, requested_validity: days }]
  }

  async function sign(publicKey: CryptoKey, { hostnames, days }: Wanted, csr?: string): Promise<Signed> {
    const certificate = await X509CertificateGenerator.create({
      publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: algorithm,
      ...during(days),
      subject: 'CN=Origin Certificate',
      issuer: name,
      extensions: [new SubjectAlternativeNameExtension(hostnames.map((value) => ({ type: 'dns', value })))]
    })
    const id = BigInt(`0x${randomBytes(16).toString('hex')}`).toString()
    const signed = { id, certificate: certificate.toString('pem'), hostnames, ...(csr !== undefined && { csr }) }
    cloudflare.certificates.set(id, signed)
    return signed
  }

  return cloudflare
}

type Wanted = { readonly hostnames: readonly string[]; readonly days: number }
type Asked = Wanted & { csr: string; request_type: string; requested_validity: number }

const isLive = (signed: Signed) => signed.revoked_at === undefined
const isInZone = (host: string) => host === zone.name || host.endsWith(`.${zone.name}`)

/** From a day ago, for whoever's clock is behind. */
function during(days: number): { notBefore: Date; notAfter: Date } {
  const now = Temporal.Now.instant()
  const at = (hours: number) => new Date(now.add({ hours }).epochMilliseconds)
  return { notBefore: at(-24), notAfter: at(days * 24) }
}

function requestIn(csr: string): Pkcs10CertificateRequest | undefined {
  try {
    return new Pkcs10CertificateRequest(csr)
  } catch {
    return undefined
  }
}

function answer(response: ServerResponse, [status, code = 0, result = null]: Said): void {
  const success = status === 200
  const errors = success ? [] : [{ code, message: 'as Cloudflare has it' }]
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ success, errors, messages: [], result }))
}
