import { fingerprintOf } from '#server/platform/fingerprint.ts'
import type { Secret } from '#server/platform/secret.ts'
import type { Cluster } from '../cluster/cluster.ts'
import { attestationsOf, type Attestation, type PodAttestation } from './attestation.ts'
import type { Answer } from './rotation.ts'

/** The processes that show a secret, and what they attest of it. */
export type Fleet = {
  /** Whether every one of them says so; `unknown` when one does not answer, or there is none. */
  all(value: Secret, says: (attestation: Attestation, fingerprint: string) => boolean): Promise<Answer>
  any(value: Secret, says: (attestation: Attestation, fingerprint: string) => boolean): Promise<Answer>
}

export const isActive = ({ activeFp }: Attestation, fingerprint: string) => activeFp === fingerprint
export const isAccepted = ({ acceptedFps }: Attestation, fingerprint: string) => acceptedFps.includes(fingerprint)

/** It was shown and taken since it came into force. */
export const hasServed = ({ loadedAt, lastUsedOk }: Attestation) =>
  typeof loadedAt === 'string' && typeof lastUsedOk === 'string' && Temporal.Instant.compare(lastUsedOk, loadedAt) >= 0

/** Whether anybody shows it; not before somebody has shown another one since, and was taken. */
export async function usedBy(fleet: Fleet, value: Secret): Promise<Answer> {
  const shown = await fleet.any(value, isActive)
  if (shown !== 'no') return shown
  const replaced = await fleet.any(value, (said, fingerprint) => !isActive(said, fingerprint) && hasServed(said))
  return replaced === 'yes' ? 'no' : 'yes'
}

export function fleetOf(
  cluster: Cluster,
  salt: Secret,
  question: { workloads: readonly string[]; port: number; name: string }
): Fleet {
  // Questions that are asked at once share one round of answers.
  let round: Promise<readonly PodAttestation[]> | undefined
  const ask = () => {
    round ??= attestationsOf(cluster, question.workloads, question).finally(() => (round = undefined))
    return round
  }
  const count = async (value: Secret, says: (attestation: Attestation, fingerprint: string) => boolean) => {
    const fingerprint = fingerprintOf(salt, value)
    const all = (await ask()).map(({ said }) => said)
    const answered = all.filter((said) => said !== undefined)
    return {
      yes: answered.filter((said) => says(said, fingerprint)).length,
      answered: answered.length,
      all: all.length
    }
  }
  return {
    async all(value, says) {
      const { yes, answered, all } = await count(value, says)
      if (yes < answered) return 'no'
      return all > 0 && answered === all ? 'yes' : 'unknown'
    },
    async any(value, says) {
      const { yes, answered, all } = await count(value, says)
      if (yes > 0) return 'yes'
      return all > 0 && answered === all ? 'no' : 'unknown'
    }
  }
}
