import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Type from 'typebox'
import { Check } from 'typebox/value'
import { Secret } from '#server/platform/secret.ts'
import { readYaml } from '../yaml-file.ts'
import { ClusterError } from './cluster.ts'

/** How to reach an API server, and as whom. */
export type Access = {
  readonly context: string
  readonly server: URL
  readonly certificateAuthority: string | undefined
  readonly clientCertificate: string | undefined
  readonly clientKey: Secret | undefined
  readonly token: Secret | undefined
}

const Text = Type.Optional(Type.String())
const Named = <T extends Type.TProperties>(key: string, fields: T) =>
  Type.Array(Type.Object({ name: Type.String(), [key]: Type.Object(fields) }))
const File = Type.Object({
  'current-context': Text,
  contexts: Named('context', { cluster: Type.String(), user: Type.String() }),
  clusters: Named('cluster', {
    server: Type.String({ pattern: '^https://' }),
    'certificate-authority': Text,
    'certificate-authority-data': Text,
    'insecure-skip-tls-verify': Type.Optional(Type.Boolean())
  }),
  users: Named('user', {
    token: Text,
    'client-certificate': Text,
    'client-certificate-data': Text,
    'client-key': Text,
    'client-key-data': Text
  })
})
type Fields = Readonly<Record<string, string | boolean | undefined>>

/** Reads a kubeconfig as k3s and kubectl write it; `context` is another one than its current one. */
export function readKubeconfig(path: string, context?: string): Access {
  const file = readYaml(path, (why) => refusal(path, why))
  if (!Check(File, file)) throw refusal(path, 'is no kubeconfig with contexts, clusters (https) and users.')
  const name = context ?? file['current-context'] ?? ''
  const find = (list: readonly object[], key: string, wanted: unknown): Fields => {
    const found = entry(list, key, wanted)
    if (!found) throw refusal(path, `has no ${key} ${String(wanted) || '(none is current)'}.`)
    return found
  }
  const chosen = find(file.contexts, 'context', name)
  const cluster = find(file.clusters, 'cluster', chosen['cluster'])
  const user = find(file.users, 'user', chosen['user'])
  const from = (fields: Fields, key: string) => materialOf(fields, key, dirname(path))
  const access = {
    context: name,
    server: new URL(String(cluster['server'])),
    certificateAuthority: from(cluster, 'certificate-authority'),
    clientCertificate: from(user, 'client-certificate'),
    clientKey: secret(from(user, 'client-key')),
    token: secret(user['token'])
  }
  if (cluster['insecure-skip-tls-verify'] === true) {
    throw refusal(path, 'does not check whom it talks to: give it the certificate authority.')
  }
  if (!access.token && !access.clientKey) throw refusal(path, 'signs in neither with a certificate nor with a token.')
  return access
}

function refusal(path: string, what: string): ClusterError {
  return new ClusterError('not signed in', `${path} ${what}`)
}

function entry(list: readonly object[], key: string, name: unknown): Fields | undefined {
  const found = list.find((each) => 'name' in each && each.name === name)
  // Checked by File: what stands under the key has the fields that are named there.
  return found ? (found as Record<string, Fields>)[key] : undefined
}

/** `<key>-data` is the thing itself in base64, `<key>` a file, beside the kubeconfig where it is relative. */
function materialOf(fields: Fields, key: string, folder: string): string | undefined {
  const data = fields[`${key}-data`]
  if (typeof data === 'string') return Buffer.from(data, 'base64').toString()
  const file = fields[key]
  return typeof file === 'string' ? readFileSync(resolve(folder, file), 'utf8') : undefined
}

function secret(value: unknown): Secret | undefined {
  return typeof value === 'string' && value !== '' ? new Secret(value) : undefined
}
