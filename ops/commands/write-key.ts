import type { Secret } from '#server/platform/secret.ts'
import { ClusterError, type Cluster } from '../cluster/cluster.ts'
import { OpsError } from '../exit-codes.ts'
import { changeTo, type KeyState } from '../secrets/key-state.ts'
import { shownIn, type Prospect } from './prospect.ts'

type Options = { readonly salt: Secret; readonly epoch: number; readonly dryRun?: boolean; readonly force?: boolean }

/** Writes one key with all that its annotations say, outside of a rotation, under the epoch of a Lease that is held. */
export async function writeKey(
  cluster: Cluster,
  prospect: Prospect,
  change: Partial<KeyState>,
  { salt, epoch, dryRun = false, force }: Options
): Promise<void> {
  const { entry, object, state } = prospect
  const next = { ...state, ...change, epoch, ended: true }
  const fingerprint = next.value && shownIn(prospect, salt, next.value)
  await cluster
    .applySecret(entry.object.secret, {
      ...changeTo(entry.object.keys, { ...next, fingerprint }),
      resourceVersion: object?.resourceVersion,
      type: object?.type ?? entry.object.type,
      dryRun,
      force
    })
    .catch((error: unknown) => {
      if (!(error instanceof ClusterError) || error.fault !== 'conflict') throw error
      throw new OpsError(
        'a check failed',
        `${error.message} ${entry.name} is as it was. Where another tool owns it: npm run ops -- secrets adopt.`
      )
    })
}
