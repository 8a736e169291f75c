import { Secret } from '#server/platform/secret.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { privateFile } from '../private-file.ts'
import { escrowInCluster } from '../secrets/cluster-places.ts'
import { escrowFolder, makeEscrow, type Escrow, type EscrowKeys, type EscrowPlace } from '../secrets/escrow.ts'
import type { OpsSettings } from '../settings.ts'

export type OpenEscrow = { readonly escrow: Escrow; readonly keys: EscrowKeys; readonly places: readonly EscrowPlace[] }

/** The folder beside ops.yaml and the cluster, sealed for whom ops.yaml names, opened by whoever sits here. */
export function escrowOf({ escrow: { folder, recipients, identityFile } }: OpsSettings, cluster: Cluster): OpenEscrow {
  const keys = { recipients, identities: identitiesIn(identityFile) }
  const places = [escrowFolder(folder), escrowInCluster(cluster)]
  return { escrow: makeEscrow(keys, places), keys, places }
}

/** As age-keygen writes them: one a line, with comments. */
function identitiesIn(file: string): Secret[] {
  const lines = privateFile(file, `your age identity (age-keygen -o ${file})`).reveal().split('\n')
  return lines.filter((line) => line.startsWith('AGE-SECRET-KEY-')).map((line) => new Secret(line.trim()))
}
