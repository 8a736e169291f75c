import { createHash } from 'node:crypto'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { errors } from '#contract/errors.ts'
import { apiHeaders } from '#server/platform/http/headers.ts'

/** What is kept of each answer of the API. */
export type Recorded = {
  readonly method: string
  readonly url: string
  readonly status: number
  readonly headers: LightMyRequestResponse['headers']
  readonly bodyDigest: string
}

type Answer = Pick<LightMyRequestResponse, 'statusCode' | 'headers' | 'body'>

/**
 * Looks at every answer that a test gets from the API, whatever the test is about, and fails it for one that breaks a rule
 * for all of them. What was answered is kept.
 */
export function watchAnswers(server: FastifyInstance): readonly Recorded[] {
  const record: Recorded[] = []
  const inject = server.inject.bind(server) as (options: InjectOptions) => Promise<LightMyRequestResponse>
  const watched = async (options: InjectOptions): Promise<LightMyRequestResponse> => {
    const answer = await inject(options)
    const url = typeof options.url === 'string' ? options.url : ''
    if (!/^\/api(\/|$)/.test(new URL(url, 'http://home.example').pathname)) return answer
    const problems = brokenRules(answer)
    if (problems.length > 0)
      throw new Error(`${options.method ?? 'GET'} ${url} → ${answer.statusCode}: ${problems.join('; ')}`)
    const bodyDigest = createHash('sha256').update(answer.rawPayload).digest('hex')
    record.push({
      method: options.method ?? 'GET',
      url,
      status: answer.statusCode,
      headers: answer.headers,
      bodyDigest
    })
    return answer
  }
  Object.assign(server, { inject: watched })
  return record
}

/** The rules that an answer of the API breaks. */
export function brokenRules(answer: Answer): string[] {
  const rules: Record<string, boolean> = {
    'a security header is missing or another': Object.entries(apiHeaders).every(
      ([name, value]) => answer.headers[name] === value
    ),
    'a cache may keep it': /no-store|private, no-cache|^no-cache$/.test(String(answer.headers['cache-control'])),
    'it tells what runs here': !['server', 'x-powered-by'].some((name) => name in answer.headers),
    'another origin may read it': !('access-control-allow-origin' in answer.headers),
    'it cannot be found in the log': /^[0-9a-f-]{36}$/.test(String(answer.headers['x-request-id'])),
    'a cookie is not for this host, https and the server alone': cookiesOf(answer).every(isGuarded),
    'the body is not the JSON that its type says': isAsTyped(answer),
    'it shows our code or our database':
      !/\.ts:\d+|node_modules|\bat \w+ \(|postgres(ql)?:|constraint \\?"|SELECT /.test(answer.body),
    'an error is no problem as described': answer.statusCode < 400 || isProblem(answer),
    'an error repeats private data':
      answer.statusCode < 400 || !/[\w.-]@[\w-]+\.\w|hds_|Bearer [\w-]{20}/.test(answer.body)
  }
  return Object.entries(rules)
    .filter(([, kept]) => !kept)
    .map(([rule]) => rule)
}

function cookiesOf({ headers }: Answer): string[] {
  return [headers['set-cookie'] ?? []].flat()
}

function isGuarded(cookie: string): boolean {
  const attributes = cookie.toLowerCase().split('; ')
  const needed = ['path=/', 'secure', 'httponly']
  return (
    cookie.startsWith('__Host-') &&
    cookie.length < 4096 &&
    needed.every((attribute) => attributes.includes(attribute)) &&
    attributes.some((attribute) => /^samesite=(lax|strict)$/.test(attribute)) &&
    !attributes.some((attribute) => attribute.startsWith('domain='))
  )
}

/** Files of an export and the pages of the reference have other types; what says that it is JSON is. */
function isAsTyped({ headers, body }: Answer): boolean {
  const type = headers['content-type'] ?? ''
  if (body === '') return true
  if (!type.includes('json')) return type !== ''
  return /^application\/(problem\+)?json; charset=utf-8$/.test(type) && isJson(body)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function isProblem({ statusCode, headers, body }: Answer): boolean {
  if (body === '') return true // HEAD
  if (!isJson(body)) return false
  const { code, status, title, requestId, ...rest } = JSON.parse(body) as Record<string, unknown>
  const known = Object.entries(errors).find(([name]) => name === code)?.[1]
  return (
    known?.status === statusCode &&
    status === statusCode &&
    title === known.title &&
    requestId === headers['x-request-id'] &&
    Object.keys(rest).every(
      (key) => ['type', 'fields'].includes(key) || (key === 'limit' && code === 'plan_limit_reached')
    )
  )
}
