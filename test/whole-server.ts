import type { FastifyInstance } from 'fastify'
import { webFolder } from '#server/commands/serve.ts'
import { developmentMailbox } from '#server/gateways/mail/development-mailbox.ts'
import { mountMailbox } from '#server/gateways/mail/mount-mailbox.ts'
import { mountHealth } from '#server/platform/http/health.ts'
import { mountReference } from '#server/platform/http/pages.ts'
import { mountReports } from '#server/platform/http/reports.ts'
import { createServer } from '#server/platform/http/server.ts'
import { mountWellKnown } from '#server/platform/http/well-known.ts'
import { afterwards, type Scope } from './afterwards.ts'
import { noLimiter, testApp, testKeyring, type TestApp } from './harness.ts'

/** All that one address of honeyDue serves: the API, the web client as it was built, and what stands beside them. */
export async function wholeServer(scope: Scope): Promise<{ server: FastifyInstance; app: TestApp }> {
  const app = await testApp(scope)
  const { ground, product, log } = app
  const server = await createServer({
    handlers: product.handlers,
    ground,
    keyring: testKeyring,
    authenticate: (...asked) => product.authenticate(ground, ...asked),
    publicOrigin: 'https://home.example',
    logger: log,
    allowedHosts: ['localhost'],
    proxies: { trusted: [] },
    limiter: noLimiter,
    webFolder
  })
  mountHealth(server, ground, { stopping: false })
  mountReference(server, '1')
  mountReports(server, ground)
  mountWellKnown(
    server,
    { publicUrl: 'https://home.example', securityContact: 'mailto:security@home.example' },
    ground.now
  )
  mountMailbox(server, developmentMailbox({ folder: 'none', print: () => {} }))
  afterwards(scope, () => server.close())
  return { server, app }
}
