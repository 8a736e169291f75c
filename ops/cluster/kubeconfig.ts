import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { KubeConfig, type Cluster, type User } from '@kubernetes/client-node'
import { readYaml } from '../yaml-file.ts'
import { ClusterError } from './cluster.ts'

/** How to reach an API server, and as whom: a kubeconfig with one context that is whole. */
export type Access = { readonly config: KubeConfig; readonly context: string; readonly server: URL }

/** Reads a kubeconfig as k3s and kubectl write it; `context` is another one than its current one. ClusterError says what is wrong. */
export function readKubeconfig(path: string, context?: string): Access {
  const config = loaded(path)
  if (context !== undefined) config.setCurrentContext(context)
  const name = config.getCurrentContext()
  if (!config.getContextObject(name)) throw refusal(path, `has no context ${name || '(none is current)'}.`)
  const cluster = config.getCurrentCluster()
  const user = config.getCurrentUser()
  if (!cluster || !user) throw refusal(path, `has no ${cluster ? 'user' : 'cluster'} for the context ${name}.`)
  const problem = problemOf(cluster, user)
  if (problem !== undefined) throw refusal(path, problem)
  return { config, context: name, server: new URL(cluster.server) }
}

function loaded(path: string): KubeConfig {
  const file = readYaml(path, (why) => refusal(path, why))
  const config = new KubeConfig()
  try {
    config.loadFromString(JSON.stringify(file))
    config.makePathsAbsolute(dirname(path))
    return config
  } catch {
    throw refusal(path, 'is no kubeconfig with contexts, clusters and users.')
  }
}

function problemOf(cluster: Cluster, user: User): string | undefined {
  if (!cluster.server.startsWith('https://')) return `names a server without https: ${cluster.server}`
  if (cluster.skipTLSVerify) return 'does not check whom it talks to: give it the certificate authority.'
  const { token, keyData, keyFile, certFile, exec, authProvider } = user
  if (!(token || keyData || keyFile || exec || authProvider))
    return 'signs in neither with a certificate nor with a token.'
  const missing = [cluster.caFile, certFile, keyFile].find((file) => file && !existsSync(file))
  return missing === undefined ? undefined : `names ${missing}, which is not there.`
}

function refusal(path: string, what: string): ClusterError {
  return new ClusterError('not signed in', `${path} ${what}`)
}
