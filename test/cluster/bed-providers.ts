import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scope } from '../afterwards.ts'
import { cloudflareToken, testCloudflare, zone, type TestCloudflare } from '../doubles/cloudflare.ts'
import { robot, testGitea, type TestGitea } from '../doubles/gitea.ts'
import { ingestAdmin, testIngest, type TestIngest } from '../doubles/ingest.ts'
import { startEdge, type Edge } from './edge.ts'

/** What stands in for the providers that the pods, or the nodes, show something to. */
export type Providers = {
  readonly gitea: TestGitea
  /** As pod specifications name it. */
  readonly image: string
  readonly ingest: TestIngest
  readonly cloudflare: TestCloudflare
  /** Serves the origin certificate; what it stands before is another one's business. */
  readonly front: Edge
  /** What is in force at first. */
  readonly values: {
    readonly dockerConfig: string
    readonly ingestToken: string
    readonly origin: { readonly cert: string; readonly key: string }
  }
  /** Their sections of ops.yaml. */
  readonly settings: object
  /** What those sections name, in the operator's folder. */
  furnish(folder: string): Promise<void>
}

export async function standInProviders(scope: Scope): Promise<Providers> {
  const [gitea, ingest] = [await testGitea(scope, 'home/honeydue:1'), await testIngest(scope)]
  const [cloudflare, front] = [await testCloudflare(scope), await startEdge(scope)]
  const origin = await cloudflare.issue(zone.name)
  const ingestToken = randomBytes(32).toString('base64url')
  ingest.know(ingestToken)
  const login = { username: robot.user, password: gitea.grant('of last year') }
  const certificateAuthorityFile = 'ca.pem'
  return {
    gitea,
    image: `${gitea.host}/home/honeydue:1`,
    ingest,
    cloudflare,
    front,
    values: { dockerConfig: JSON.stringify({ auths: { [gitea.host]: login } }), ingestToken, origin },
    settings: {
      registry: { host: gitea.host, user: robot.user, passwordFile: 'robot.txt', certificateAuthorityFile },
      ingest: { url: ingest.url, adminTokenFile: 'ingest-admin.txt', certificateAuthorityFile },
      cloudflare: {
        zone: zone.id,
        hosts: [zone.name],
        tokenFile: 'cloudflare.txt',
        url: cloudflare.url,
        certificateAuthorityFile,
        originAuthorityFile: 'origin-ca.pem',
        addresses: [`127.0.0.1:${front.tls.port}`]
      }
    },
    async furnish(folder) {
      await writeFile(join(folder, 'robot.txt'), robot.password, { mode: 0o600 })
      await writeFile(join(folder, 'cloudflare.txt'), cloudflareToken, { mode: 0o600 })
      await writeFile(join(folder, 'origin-ca.pem'), cloudflare.authority)
      await writeFile(join(folder, 'ingest-admin.txt'), ingestAdmin, { mode: 0o600 })
    }
  }
}
