import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scope } from '../afterwards.ts'
import { robot, testGitea, type TestGitea } from '../doubles/gitea.ts'
import { ingestAdmin, testIngest, type TestIngest } from '../doubles/ingest.ts'

/** What stands in for the providers that the pods, or the nodes, show something to. */
export type Providers = {
  readonly gitea: TestGitea
  /** As pod specifications name it. */
  readonly image: string
  readonly ingest: TestIngest
  /** What is in force at first: the text of each key. */
  readonly values: { readonly dockerConfig: string; readonly ingestToken: string }
  /** Their sections of ops.yaml. */
  readonly settings: object
  /** What those sections name, in the operator's folder. */
  furnish(folder: string): Promise<void>
}

export async function standInProviders(scope: Scope): Promise<Providers> {
  const [gitea, ingest] = [await testGitea(scope, 'home/honeydue:1'), await testIngest(scope)]
  const ingestToken = randomBytes(32).toString('base64url')
  ingest.know(ingestToken)
  const login = { username: robot.user, password: gitea.grant('of last year') }
  const certificateAuthorityFile = 'ca.pem'
  return {
    gitea,
    image: `${gitea.host}/home/honeydue:1`,
    ingest,
    values: { dockerConfig: JSON.stringify({ auths: { [gitea.host]: login } }), ingestToken },
    settings: {
      registry: { host: gitea.host, user: robot.user, passwordFile: 'robot.txt', certificateAuthorityFile },
      ingest: { url: ingest.url, adminTokenFile: 'ingest-admin.txt', certificateAuthorityFile }
    },
    async furnish(folder) {
      await writeFile(join(folder, 'robot.txt'), robot.password, { mode: 0o600 })
      await writeFile(join(folder, 'ingest-admin.txt'), ingestAdmin, { mode: 0o600 })
    }
  }
}
