import { join } from 'node:path'
import { openCluster } from '#ops/cluster/https-cluster.ts'
import { readKubeconfig } from '#ops/cluster/kubeconfig.ts'
import { escrowOf } from '#ops/commands/escrow-of.ts'
import type { Escrow } from '#ops/secrets/escrow.ts'
import { readOpsSettings } from '#ops/settings.ts'
import type { TestOperator } from '#ops/testing-operator.ts'
import { Secret } from '#server/platform/secret.ts'

/** As `secrets adopt` seals what is in use. */
export function sealFor(operator: TestOperator, name: string, value: string): Promise<void> {
  return withEscrow(operator, (escrow) => escrow.put(name, new Secret(value)))
}

/** Undefined where nothing is sealed under that name. */
export async function sealedFor(operator: TestOperator, name: string): Promise<string | undefined> {
  return (await withEscrow(operator, (escrow) => escrow.get(name)))?.reveal()
}

async function withEscrow<T>({ folder, config }: TestOperator, run: (escrow: Escrow) => Promise<T>): Promise<T> {
  const cluster = openCluster(readKubeconfig(join(folder, 'kubeconfig')), 'honeydue')
  return run(escrowOf(readOpsSettings(config), cluster).escrow).finally(() => cluster.close())
}
