import { createHash } from 'node:crypto'
import { Secret } from '#server/platform/secret.ts'
import { ClusterError, type Cluster, type SecretObject } from '../../cluster/cluster.ts'
import { FenceError } from '../engine.ts'

/** As an ACL file has it: SHA-256 in hexadecimal. */
export const hashOf = (password: Secret) => createHash('sha256').update(password.reveal()).digest('hex')

/** The passwords of a user in an ACL file, or in what ACL LIST says; undefined when there is no such user. */
export function hashesOf(lines: readonly string[], user: string): string[] | undefined {
  const line = lines.find((each) => isOf(each, user))
  return line === undefined
    ? undefined
    : [...line.matchAll(/(?<=\s)#([\da-f]{64})(?=\s|$)/g)].map(([, hash = '']) => hash)
}

/** The same file, in which that user has these passwords and no others. */
export function withHashes(file: string, user: string, hashes: readonly string[]): string {
  const lines = file.split('\n').map((line) => {
    if (!isOf(line, user)) return line
    const [word = '', name = '', ...rules] = line.trim().split(/\s+/)
    const others = rules.filter((rule) => !/^([#><!]|nopass$|resetpass$)/.test(rule))
    return [word, name, ...others, ...hashes.map((hash) => `#${hash}`)].join(' ')
  })
  return lines.join('\n')
}

function isOf(line: string, user: string): boolean {
  const [word, name] = line.trim().split(/\s+/)
  return word === 'user' && name === user
}

/** What was opened up to then was let in with the old password. Numbers of connections begin anew when Redis does. */
export type Mark = { readonly run: string; readonly connection: number }

export const everyConnection: Mark = { run: 'any', connection: Number.MAX_SAFE_INTEGER }

/** The ACL file in its Secret, from where the kubelet brings it to Redis. */
export type AclFile = {
  read(): Promise<{ readonly text: string; readonly mark: Mark | undefined } | undefined>
  /** FenceError when a later epoch has written it, or somebody meanwhile. */
  write(change: {
    readonly epoch: number
    readonly hashes: readonly string[]
    readonly mark?: Mark | undefined
  }): Promise<void>
}

export function aclFileIn(cluster: Cluster, place: { secret: string; key: string; user: string }): AclFile {
  const { secret, key, user } = place
  const epochName = `honeydue.dev/epoch.${key}`
  const markName = `honeydue.dev/mark.${key}`
  const markIn = ({ annotations }: SecretObject): Mark | undefined => {
    const [, run, connection] = /^(\w+) (\d+)$/.exec(annotations[markName] ?? '') ?? []
    return run === undefined ? undefined : { run, connection: Number(connection) }
  }
  return {
    async read() {
      const object = await cluster.secret(secret)
      const text = object?.data.get(key)?.reveal()
      return object && text !== undefined ? { text, mark: markIn(object) } : undefined
    },
    async write({ epoch, hashes, mark }) {
      const object = await cluster.secret(secret)
      const text = object?.data.get(key)?.reveal() ?? ''
      if (Number(object?.annotations[epochName] ?? 0) > epoch) throw new FenceError()
      await cluster
        .applySecret(secret, {
          manager: `honeydue.${key}`,
          data: new Map([[key, new Secret(withHashes(text, user, hashes))]]),
          annotations: { [epochName]: `${epoch}`, ...(mark && { [markName]: `${mark.run} ${mark.connection}` }) },
          resourceVersion: object?.resourceVersion,
          type: object?.type,
          force: true // whoever made it by hand owns it the first time
        })
        .catch((error: unknown) => {
          throw error instanceof ClusterError && error.fault === 'conflict' ? new FenceError(error.message) : error
        })
    }
  }
}
