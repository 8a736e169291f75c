import type { FastifyInstance } from 'fastify'
import Type from 'typebox'
import { Check } from 'typebox/value'
import type { Log } from '../context.ts'
import { apiHeaders, reportPath } from './headers.ts'

/** Reports are logged at most so often a minute, by this process; the rest is taken and forgotten. */
const perMinute = 20

const Text = Type.Optional(Type.String())
/** The Reporting API sends a list of these, … */
const Reported = Type.Array(
  Type.Object({ body: Type.Object({ effectiveDirective: Text, blockedURL: Text, disposition: Text }) })
)
/** … the older `report-uri` one of these. */
const OlderReport = Type.Object({
  'csp-report': Type.Object({ 'effective-directive': Text, 'blocked-uri': Text, disposition: Text })
})

/**
 * Takes what browsers say our policy stopped, from anybody, and answers nothing. Logged are the directive and the origin:
 * an address may hold what somebody wrote.
 */
export function mountReports(app: FastifyInstance, { log, now }: { log: Log; now: () => Temporal.Instant }): void {
  let minute = 0
  let logged = 0
  const mayLog = () => {
    const current = Math.floor(now().epochMilliseconds / 60_000)
    logged = current === minute ? logged + 1 : 1
    minute = current
    return logged <= perMinute
  }
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser(
      ['application/reports+json', 'application/csp-report'],
      { parseAs: 'string', bodyLimit: 16 * 1024 },
      (_request, body: string, done) => done(null, body)
    )
    scope.post(reportPath, { config: { headers: apiHeaders } }, async (request, reply) => {
      for (const found of violationsIn(String(request.body)))
        if (mayLog()) log.warn({ security: 'policy_violation', ...found }, 'a browser kept to our policy')
      return reply.status(204).header('cache-control', 'no-store').send()
    })
  })
}

type Violation = { directive: string | undefined; blocked: string }

function violationsIn(text: string): Violation[] {
  const report = parsed(text)
  if (Check(Reported, report))
    return report.map(({ body }) => violation(body.effectiveDirective, body.blockedURL ?? ''))
  if (!Check(OlderReport, report)) return []
  const older = report['csp-report']
  return [violation(older['effective-directive'], older['blocked-uri'] ?? '')]
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function violation(directive: string | undefined, address: string): Violation {
  const known = directive !== undefined && /^[a-z-]{1,40}$/.test(directive)
  const blocked = /^(inline|eval|data|blob|trusted-types-(policy|sink))$/.test(address)
    ? address
    : URL.parse(address)?.origin
  return { directive: known ? directive : undefined, blocked: blocked ?? 'unknown' }
}
