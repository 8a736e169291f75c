import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js'
import { Severity } from 'csp_evaluator/dist/finding.js'
import { CspParser } from 'csp_evaluator/dist/parser.js'
import type { LightMyRequestResponse } from 'fastify'
import { apiHeaders, pageHeaders } from '#server/platform/http/headers.ts'
import { root } from '#test/source-files.ts'
import { wholeServer } from '#test/whole-server.ts'
import { inScope } from '../in-scope.ts'
import type { Row } from '../row.ts'

const version = '1.4.8'
const folder = join(root, 'node_modules/.cache/observatory')
const observatory = join(folder, 'node_modules/@mdn/mdn-http-observatory')

/**
 * What answers with data, errors of both sides among them, and what answers with a page: the last five points are for what a
 * page says of its scripts, so an answer without scripts has 130 at most.
 */
const addresses = {
  api: [
    '/api/me',
    '/api/nothing',
    '/api/residences/%E0%A4%A',
    `/api/${'a'.repeat(9000)}`,
    '/healthz',
    '/assets/gone.js'
  ],
  web: ['/', '/homes/1/board', '/no/such/page']
}

export const row: Row = {
  id: 'S10',
  metric:
    'MDN HTTP Observatory score of the API and of the web client, error answers among them; high findings of csp_evaluator',
  target: 'API ≥ 130, web ≥ 135, 0 high',
  async measure() {
    const high = [apiHeaders, pageHeaders].flatMap((headers) => highFindings(headers['content-security-policy'] ?? ''))
    if (!(await isProvided()))
      return { figure: `Observatory not measured: its package could not be fetched; ${high.length} high`, met: false }
    const { api, web } = await inScope(async (scope) => {
      const { server } = await wholeServer(scope)
      const lowest = async (urls: readonly string[]) => {
        const replies = await Promise.all(urls.map((url) => server.inject({ url })))
        return Math.min(...(await Promise.all(replies.map(score))))
      }
      return { api: await lowest(addresses.api), web: await lowest(addresses.web) }
    })
    return {
      figure: `API ${api}, web ${web}, ${high.length} high`,
      met: api >= 130 && web >= 135 && high.length === 0
    }
  }
}

function highFindings(policy: string) {
  return new CspEvaluator(new CspParser(policy).csp).evaluate().filter(({ severity }) => severity === Severity.HIGH)
}

/**
 * Fetches the Observatory into a cache. It is no dependency: its install script asks the network for two lists, of which an
 * empty one each does, because our host is on neither.
 */
async function isProvided(): Promise<boolean> {
  if (!existsSync(join(observatory, 'package.json'))) {
    await mkdir(folder, { recursive: true })
    const options = ['--ignore-scripts', '--no-save', '--no-audit', '--no-fund', '--prefix', folder]
    spawnSync('npm', ['install', ...options, `@mdn/mdn-http-observatory@${version}`], {
      stdio: 'ignore',
      timeout: 180_000
    })
  }
  if (!existsSync(join(observatory, 'package.json'))) return false
  await writeFile(join(observatory, 'conf/hsts-preload.json'), '{}')
  await writeFile(join(observatory, 'conf/tld-list.json'), '[]')
  return true
}

type Judgement = { result: string | null }
type Observatory = {
  tests: readonly ((requests: object) => Judgement)[]
  modifier: (result: string) => number
  grade: (score: number) => { score: number }
  minimumForExtra: number
  requests: (host: string) => Requests
  headers: (entries: Record<string, string>) => object
}
type Requests = { responses: Record<string, unknown>; resources: { path: string | null } }

/** The score that the Observatory would give a site all of whose answers are this one, reached over https. */
async function score(reply: LightMyRequestResponse): Promise<number> {
  const { tests, modifier, minimumForExtra, ...made } = await load()
  const requests = made.requests('home.example')
  const headers = Object.fromEntries(Object.entries(reply.headers).map(([name, value]) => [name, String(value)]))
  const response = {
    headers: made.headers(headers),
    request: { headers: made.headers({}) },
    status: reply.statusCode,
    statusText: '',
    verified: true,
    data: reply.body,
    httpEquiv: new Map(),
    config: { headers: made.headers({}) }
  }
  for (const name of ['auto', 'cors', 'http', 'https']) requests.responses[name] = response
  const home = (scheme: string, status: number) => ({ url: new URL(`${scheme}://home.example/`), status })
  requests.responses['httpRedirects'] = [home('http', 301), home('https', 200)]
  requests.responses['httpsRedirects'] = [home('https', 200)]
  requests.resources.path = reply.body
  const points = tests.map((judge) => judge(requests).result).map((result) => (result === null ? 0 : modifier(result)))
  const lost = points.filter((point) => point < 0).reduce((sum, point) => sum + point, 100)
  return made.grade(lost >= minimumForExtra ? points.reduce((sum, point) => sum + point, 100) : lost).score
}

async function load(): Promise<Observatory> {
  const part = async (name: string) =>
    import(pathToFileURL(join(observatory, 'src', name)).href) as Promise<Record<string, never>>
  const axios = pathToFileURL(join(folder, 'node_modules/axios/index.js')).href
  const [constants, grader, charts, types, sessions, { AxiosHeaders }] = await Promise.all([
    part('constants.js'),
    part('grader/grader.js'),
    part('grader/charts.js'),
    part('types.js'),
    part('retriever/session.js'),
    import(axios) as Promise<{ AxiosHeaders: new (entries: Record<string, string>) => object }>
  ])
  const { Requests } = types as unknown as { Requests: new (host: string) => Requests }
  const { Session } = sessions as unknown as { Session: new (url: URL) => object }
  return {
    tests: constants['ALL_TESTS'] ?? [],
    modifier: grader['getScoreModifier'] as never,
    grade: grader['getGradeForScore'] as never,
    minimumForExtra: charts['MINIMUM_SCORE_FOR_EXTRA_CREDIT'] ?? 90,
    requests: (host) => Object.assign(new Requests(host), { session: new Session(new URL(`https://${host}/`)) }),
    headers: (entries) => new AxiosHeaders(entries)
  }
}
