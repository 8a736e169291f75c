import Type, { type Static } from 'typebox'
import { Check } from 'typebox/value'
import { ClusterError, type Cluster } from '../cluster/cluster.ts'

/** What a process of honeyDue says of one secret at `GET /internal/credentials`. */
const Attestation = Type.Object({
  name: Type.String(),
  activeFp: Type.Union([Type.String(), Type.Null()]),
  acceptedFps: Type.Array(Type.String()),
  loadedAt: Type.Optional(Type.String()),
  /** When whoever checks it last took it. */
  lastUsedOk: Type.Optional(Type.Union([Type.String(), Type.Null()]))
})
export type Attestation = Static<typeof Attestation>

/** Of one pod and one secret; `said` is undefined when the pod does not answer, or not of this secret. */
export type PodAttestation = { readonly pod: string; readonly said: Attestation | undefined }

/** What every pod that lives says. A pod that does not answer is in the list too: it might use anything. */
export async function attestationsOf(
  cluster: Cluster,
  workloads: readonly string[],
  { port, name }: { port: number; name: string }
): Promise<PodAttestation[]> {
  const pods = await Promise.all(workloads.map((app) => cluster.pods({ app })))
  return Promise.all(
    pods
      .flat()
      .filter(({ ending }) => !ending)
      .map(async ({ name: pod }) => ({ pod, said: await askedOf(cluster, pod, { port, name }) }))
  )
}

async function askedOf(cluster: Cluster, pod: string, { port, name }: { port: number; name: string }) {
  try {
    const said = await cluster.askPod(pod, port, '/internal/credentials')
    return Check(Type.Array(Attestation), said) ? said.find((each) => each.name === name) : undefined
  } catch (error) {
    if (error instanceof ClusterError && error.fault !== 'not signed in' && error.fault !== 'not allowed')
      return undefined
    throw error
  }
}
