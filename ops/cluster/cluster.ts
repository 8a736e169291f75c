import type { Secret } from '#server/platform/secret.ts'

/** What the tool needs of a Kubernetes API, in one namespace. Every failure is a ClusterError. */
export type Cluster = {
  /** Where one is: a plan begins with it, so that nobody rotates in the wrong place. */
  identity(): Promise<ClusterIdentity>
  secret(name: string): Promise<SecretObject | undefined>
  secrets(): Promise<SecretObject[]>
  /**
   * Server-side apply by one field manager: what it named before and does not name now goes, what others own stays. Refused
   * as `conflict` when somebody else owns a field of it, or when `resourceVersion` is not what it was.
   */
  applySecret(name: string, change: SecretChange): Promise<SecretObject>
  /** Takes annotations away, and the named keys out of what other managers own. `conflict` when it is not as it was read. */
  releaseSecret(object: SecretObject, release: Release): Promise<void>
  applyConfigMap(name: string, change: { manager: string; data: Readonly<Record<string, string>> }): Promise<void>
  configMap(name: string): Promise<Readonly<Record<string, string>> | undefined>
  lease(name: string): Promise<LeaseObject | undefined>
  /** Makes it, or replaces the one of that resourceVersion: `conflict` when somebody else was quicker. */
  putLease(name: string, lease: LeaseObject): Promise<LeaseObject>
  /** In another namespace where one is named. */
  pods(labels: Readonly<Record<string, string>>, namespace?: string): Promise<Pod[]>
  /** What a pod has written since then, a line each. */
  podLog(pod: string, since: Temporal.Instant, namespace?: string): Promise<string[]>
  /** What a pod answers at a port of its own, through the API server, as JSON. */
  askPod(pod: string, port: number, path: string): Promise<unknown>
  /** Whether these credentials may do that. */
  may(verb: string, resource: string, group?: string): Promise<boolean>
}

export type ClusterIdentity = {
  readonly server: string
  readonly context: string
  readonly uid: string
  /** What its clock says, in whole seconds; undefined when it does not tell. */
  readonly at: Temporal.Instant | undefined
}

export type SecretObject = {
  readonly name: string
  readonly resourceVersion: string
  readonly type: string
  readonly data: ReadonlyMap<string, Secret>
  readonly annotations: Readonly<Record<string, string>>
  /** Of each key: the field managers that own it. */
  readonly owners: ReadonlyMap<string, readonly string[]>
}

export type Release = {
  readonly keys: readonly string[]
  /** Whose the keys may stay. */
  readonly manager: string
  readonly annotations: readonly string[]
}

export type SecretChange = {
  readonly manager: string
  readonly data: ReadonlyMap<string, Secret>
  readonly annotations: Readonly<Record<string, string>>
  readonly resourceVersion?: string | undefined
  readonly type?: string | undefined
  /** Asks whether it would be accepted, and changes nothing. */
  readonly dryRun?: boolean
  /** Takes fields over that others own. */
  readonly force?: boolean | undefined
}

export type LeaseObject = {
  readonly resourceVersion?: string | undefined
  /** Empty when nobody holds it. */
  readonly holder: string
  readonly durationSeconds: number
  readonly renewedAt: Temporal.Instant
  /** How often it changed hands: the epoch of its holder. */
  readonly transitions: number
}

export type Pod = {
  readonly name: string
  readonly ready: boolean
  /** On its way out: it does not count. */
  readonly ending: boolean
  /** What its containers are made of, as its specification names it. */
  readonly images: readonly string[]
}

export type ClusterFault =
  | 'not reachable'
  | 'not signed in'
  | 'not allowed'
  | 'not found'
  | 'conflict'
  | 'not accepted'
  | 'too busy'
  | 'broken'

/** Says what the server refused in words of ours: its own may hold the values that it was sent. */
export class ClusterError extends Error {
  readonly fault: ClusterFault

  constructor(fault: ClusterFault, message: string) {
    super(message)
    this.name = 'ClusterError'
    this.fault = fault
  }
}
