import { X509Certificate } from 'node:crypto'
import type { Ctx, Job } from '#server/platform/context.ts'
import { raiseAlert } from '../alerts/alert-queries.ts'
import type { SubscriptionServices } from '../services.ts'
import { saveVerdict } from './signer-queries.ts'

/** After so long a certificate is asked about again, if something comes that it has signed. */
const goodHours = 12
const unknownHours = 1

/** Asks Apple whether it has taken back a certificate that signs for its store, or the one above it. */
export async function checkSigner(
  ctx: Ctx<Job>,
  { appStore }: SubscriptionServices,
  payload: { readonly leaf: string; readonly intermediate: string }
): Promise<void> {
  if (!appStore) return
  const [leaf, intermediate] = [certificateOf(payload.leaf), certificateOf(payload.intermediate)]
  const verdicts = await appStore.verdictsOn({ leaf, intermediate })
  const at = ctx.now()
  await ctx.write(async (tx) => {
    for (const [certificate, verdict] of [
      [leaf, verdicts.leaf],
      [intermediate, verdicts.intermediate]
    ] as const) {
      const next = at.add({ hours: verdict === 'unknown' ? unknownHours : goodHours })
      await saveVerdict(tx, certificate.serialNumber, verdict, { at, next })
      if (verdict === 'revoked')
        await raiseAlert(tx, { kind: 'certificate_revoked', about: `apple ${certificate.serialNumber}` }, at)
    }
  })
}

function certificateOf(base64: string): X509Certificate {
  return new X509Certificate(Buffer.from(base64, 'base64'))
}
