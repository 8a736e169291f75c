import { ClusterError, type Cluster } from './cluster.ts'

/** The one lock of all operators and of deploying. Not a fence by itself: that is the epoch which its holder stamps. */
export const leaseName = 'honeydue-secrets'
const durationSeconds = 60
const renewAfterSeconds = 15

export type HeldLease = {
  readonly epoch: number
  /** Whether it is still ours, renewed when it is due. */
  keep(): Promise<boolean>
  release(): Promise<void>
}

/** Somebody else holds the Lease. */
export class LeaseTaken extends Error {
  readonly holder: string

  constructor(holder: string) {
    super(`${holder} holds the Lease ${leaseName}.`)
    this.holder = holder
  }
}

/** Every taking raises the epoch, also by whoever had it before: a rotation never goes on under the epoch of another. */
export async function takeLease(cluster: Cluster, holder: string, now: () => Temporal.Instant): Promise<HeldLease> {
  const found = await cluster.lease(leaseName)
  if (found && isHeld(found, now()) && found.holder !== holder) throw new LeaseTaken(found.holder)
  const epoch = (found?.transitions ?? 0) + 1
  let lease = await cluster
    .putLease(leaseName, {
      resourceVersion: found?.resourceVersion,
      holder,
      durationSeconds,
      renewedAt: now(),
      transitions: epoch
    })
    .catch((error: unknown) => {
      throw isConflict(error) ? new LeaseTaken('somebody who was quicker') : error
    })
  return {
    epoch,
    async keep() {
      const current = await cluster.lease(leaseName)
      if (current?.holder !== holder || current.transitions !== epoch) return false
      const age = now().since(current.renewedAt).total('seconds')
      if (age < renewAfterSeconds) return true
      try {
        lease = await cluster.putLease(leaseName, { ...current, renewedAt: now() })
        return true
      } catch (error) {
        if (isConflict(error)) return false
        throw error
      }
    },
    async release() {
      await cluster.putLease(leaseName, { ...lease, holder: '', renewedAt: now() }).catch((error: unknown) => {
        if (!isConflict(error)) throw error // somebody has it already
      })
    }
  }
}

function isHeld(
  { holder, renewedAt }: { holder: string; renewedAt: Temporal.Instant },
  now: Temporal.Instant
): boolean {
  return holder !== '' && now.since(renewedAt).total('seconds') < durationSeconds
}

function isConflict(error: unknown): boolean {
  return error instanceof ClusterError && error.fault === 'conflict'
}
