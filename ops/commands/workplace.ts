import type { Cluster, ClusterIdentity } from '../cluster/cluster.ts'
import { openCluster } from '../cluster/https-cluster.ts'
import { readKubeconfig } from '../cluster/kubeconfig.ts'
import { LeaseTaken, takeLease, type HeldLease } from '../cluster/lease.ts'
import { OpsError } from '../exit-codes.ts'
import { readOpsSettings, type OpsSettings } from '../settings.ts'
import type { Terminal } from '../terminal.ts'

/** Where a command works: the settings, the cluster that they name, and which one that really is. */
export type Workplace = {
  readonly terminal: Terminal
  readonly settings: OpsSettings
  readonly cluster: Cluster
  readonly where: Readonly<Record<'environment' | 'server' | 'context' | 'uid', string>>
  /** How far the clock here is ahead of the cluster's, in seconds; undefined when it tells no time. */
  readonly skewSeconds: number | undefined
}

/** Opens it for as long as `run` needs it. OpsError when the cluster is another one than ops.yaml says. */
export async function inWorkplace<T>(
  terminal: Terminal,
  config: string,
  run: (workplace: Workplace) => Promise<T>
): Promise<T> {
  const settings = readOpsSettings(config)
  const cluster = openCluster(readKubeconfig(settings.kubeconfig, settings.context), settings.namespace)
  try {
    const identity = await cluster.identity()
    const { server, context, uid } = identity
    expectCluster(uid, settings, config)
    const skewSeconds = skewOf(identity, terminal.now())
    if (skewSeconds !== undefined && Math.abs(skewSeconds) > toldSeconds)
      terminal.complain(`${skewText(skewSeconds)}\n`)
    const where = { environment: settings.environment, server, context, uid }
    return await run({ terminal, settings, cluster, where, skewSeconds })
  } finally {
    cluster.close()
  }
}

function expectCluster(uid: string, { clusterUid, environment }: OpsSettings, config: string): void {
  if (clusterUid === undefined || clusterUid === uid) return
  throw new OpsError(
    'wrong use',
    `This is the cluster ${uid}; ${environment} is ${clusterUid} (clusterUid in ${config}). Nothing was done. Is the kubeconfig another one?`
  )
}

const toldSeconds = 5
/** An overlap is counted in minutes, a Lease lives for one. */
const refusedSeconds = 30

function skewOf({ at }: ClusterIdentity, now: Temporal.Instant): number | undefined {
  return at && Math.round(now.since(at).total('seconds'))
}

function skewText(seconds: number): string {
  return `The clock here is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} the cluster’s.`
}

/** The first line of whatever is planned, so that nobody works in the wrong place. */
export function heading({ environment, server, context, uid }: Workplace['where']): string {
  return `${environment}: ${server} (context ${context}, cluster ${uid})\n\n`
}

/** Whoever changes something in the wrong place has typed its name. OpsError otherwise, and when the clock is wrong. */
export async function confirm(
  { terminal, settings: { environment }, skewSeconds = 0 }: Workplace,
  given: string | undefined
): Promise<void> {
  if (Math.abs(skewSeconds) > refusedSeconds) {
    const why = 'An overlap would be shorter than it says. Nothing was done: set the clock, then do it again.'
    throw new OpsError('a check failed', `${skewText(skewSeconds)} ${why}`)
  }
  const typed = given ?? (await terminal.ask?.(`\nType ${environment} to go on: `))
  if (typed === undefined)
    throw new OpsError('wrong use', `Without a terminal, name where you are: --environment ${environment}`)
  if (typed.trim() !== environment)
    throw new OpsError('wrong use', `This is ${environment}, not ${typed}. Nothing was done.`)
}

/** Does something while no other operator and no deploy does. */
export async function withLease<T>(
  { cluster, terminal }: Workplace,
  what: string,
  run: (lease: HeldLease) => Promise<T>
): Promise<T> {
  if (!(await cluster.may('patch', 'secrets')))
    throw new OpsError('a check failed', 'These credentials may not patch Secrets. Nothing was done.')
  const holder = `${terminal.operator}#${process.pid}#${what}`
  const lease = await takeLease(cluster, holder, terminal.now).catch((error: unknown) => {
    if (!(error instanceof LeaseTaken)) throw error
    throw new OpsError('another operator holds the Lease', `${error.message} Nothing was done.`)
  })
  return run(lease).finally(() => lease.release())
}
