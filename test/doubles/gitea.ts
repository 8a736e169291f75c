import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { text } from 'node:stream/consumers'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import type { Scope } from '../afterwards.ts'
import { localServer } from '../local-server.ts'
import { FaultQueue } from './fault-queue.ts'

type Token = {
  readonly id: number
  readonly name: string
  readonly value: string
  readonly scopes: readonly string[]
  readonly owner: string
}
type Fault = number | 'after the effect'

/** Access tokens and container registry of a Gitea over TLS, with a robot among its users. They refuse what the real ones refuse. */
export type TestGitea = {
  readonly host: string
  readonly tokens: Map<number, Token>
  /** `name:reference`, as it was pushed. */
  readonly images: Set<string>
  readonly asked: string[]
  /** As somebody does it in the browser. */
  grant(name: string, scopes?: readonly string[], owner?: string): string
  /** One of the next calls about tokens gets that instead of an answer. */
  fail(how: Fault, after?: number): void
  stop(): Promise<void>
}

export const robot = { user: 'honeydue-robot', password: 'what only the robot types in' }

class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export async function testGitea(scope: Scope, ...images: string[]): Promise<TestGitea> {
  const faults = new FaultQueue<Fault>()
  const bearers = new Map<string, { scope: string | null }>()
  let last = 0
  const server = await localServer(
    scope,
    createServer({ ...testingCertificate }, (request, response) => void serve(request, response))
  )
  const gitea: TestGitea = {
    host: `localhost:${server.port}`,
    tokens: new Map(),
    images: new Set(images),
    asked: [],
    grant: (name, scopes = ['read:package'], owner = robot.user) => made(name, scopes, owner).value,
    fail: faults.fail,
    stop: server.stop
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request)
    gitea.asked.push(`${request.method} ${request.url}`)
    const url = new URL(request.url ?? '/', `https://${gitea.host}`)
    try {
      if (url.pathname.startsWith('/v2/')) return registry(request, url, response)
      const fault = faults.next()
      if (typeof fault === 'number') throw new Refusal(fault, `as the test wants: ${body}`)
      const said = manage(request, url, body)
      if (fault === 'after the effect') return void response.destroy()
      answer(response, said.status, said.body)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      answer(response, error.status, { message: error.message })
    }
  }

  /** `POST /users/{username}/tokens` and what goes with it: a password makes tokens, a token does not. */
  function manage(request: IncomingMessage, { pathname }: URL, body: string): { status: number; body?: object } {
    const { user, password } = basicOf(request)
    if (user !== robot.user || password !== robot.password) throw new Refusal(401, 'user does not exist')
    const [, of, id] = /^\/api\/v1\/users\/([\w.-]+)\/tokens(?:\/(\d+))?$/.exec(pathname) ?? []
    if (of !== user) throw new Refusal(403, 'only its own')
    if (id !== undefined) {
      if (request.method !== 'DELETE') throw new Refusal(405, 'not so')
      if (!gitea.tokens.delete(Number(id))) throw new Refusal(404, 'no such token')
      return { status: 204 }
    }
    if (request.method === 'GET') return { status: 200, body: ofRobot().map((token) => shown(token)) }
    return { status: 201, body: create(body) }
  }

  function create(body: string): object {
    const { name, scopes, ...others } = JSON.parse(body) as { name?: unknown; scopes?: unknown } // looked at below
    if (typeof name !== 'string' || name === '' || Object.keys(others).length > 0) throw new Refusal(422, 'no name')
    if (!Array.isArray(scopes) || scopes.length === 0) throw new Refusal(400, 'access token must have a scope')
    if (ofRobot().some((token) => token.name === name))
      throw new Refusal(400, 'access token name has been used already')
    const token = made(name, scopes as string[])
    return { ...shown(token), sha1: token.value }
  }

  function made(name: string, scopes: readonly string[], owner = robot.user): Token {
    const token = { id: (last += 1), name, scopes, owner, value: randomBytes(20).toString('hex') }
    gitea.tokens.set(token.id, token)
    return token
  }

  const ofRobot = () => [...gitea.tokens.values()].filter(({ owner }) => owner === robot.user)
  const shown = ({ id, name, scopes, value }: Token) => ({
    id,
    name,
    scopes,
    token_last_eight: value.slice(-8),
    sha1: ''
  })

  function registry(request: IncomingMessage, { pathname, searchParams }: URL, response: ServerResponse): void {
    if (pathname === '/v2/token') return answer(response, 200, { token: bearerFor(request, searchParams) })
    const bearer = bearers.get(request.headers.authorization?.replace(/^Bearer /, '') ?? '')
    if (!bearer) {
      const realm = `Bearer realm="https://${gitea.host}/v2/token",service="container_registry",scope="*"`
      response.setHeader('www-authenticate', realm)
      throw new Refusal(401, 'unauthorized')
    }
    answer(response, manifestStatus(request, pathname, bearer.scope))
  }

  function manifestStatus({ method, headers }: IncomingMessage, pathname: string, allowed: string | null): number {
    const [, name = '', reference = ''] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(pathname) ?? []
    if (method !== 'HEAD' || allowed !== `repository:${name}:pull`) return 401
    if (!headers.accept?.includes('application/vnd.oci.image.index.v1+json')) return 406
    return gitea.images.has(`${name}:${reference}`) ? 200 : 404
  }

  function bearerFor(request: IncomingMessage, query: URLSearchParams): string {
    const { user, password } = basicOf(request)
    const token = [...gitea.tokens.values()].find(({ value, owner }) => value === password && owner === user)
    if (!token) throw new Refusal(401, 'unauthorized')
    if (query.get('service') !== 'container_registry') throw new Refusal(400, 'no service')
    const bearer = randomBytes(16).toString('hex')
    bearers.set(bearer, { scope: token.scopes.includes('read:package') ? query.get('scope') : null })
    return bearer
  }

  return gitea
}

function basicOf({ headers }: IncomingMessage): { user: string; password: string } {
  const [, encoded = ''] = /^Basic (\S+)$/.exec(headers.authorization ?? '') ?? []
  const [user = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':')
  return { user, password: rest.join(':') }
}

function answer(response: ServerResponse, status: number, body?: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body && JSON.stringify(body))
}
