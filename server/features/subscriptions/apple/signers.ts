import type { Ctx } from '#server/platform/context.ts'
import { NotFromTheStore } from '#server/gateways/app-store/not-from-the-store.ts'
import type { SigningChain } from '#server/gateways/app-store/signing-chain.ts'
import { enqueue } from '#server/platform/jobs.ts'
import type { Db, Tx } from '#server/platform/postgres/connect.ts'
import { isAsked, noteAsking, verdictsOf } from './signer-queries.ts'

/** Apple may have taken a certificate back before its time: then nothing is believed that it has signed. */
export async function requireGoodSigners(db: Db | Tx, signers: readonly SigningChain[]): Promise<void> {
  const serials = signers.flatMap(({ leaf, intermediate }) => [leaf.serialNumber, intermediate.serialNumber])
  const verdicts = await verdictsOf(db, serials)
  if (verdicts.includes('revoked')) throw new NotFromTheStore('revoked')
}

/** Has Apple asked about them, now and then and never while somebody waits; there are one or two at a time. */
export async function lookAtSigners(
  tx: Tx,
  { now }: Pick<Ctx, 'now'>,
  signers: readonly SigningChain[]
): Promise<void> {
  for (const { leaf, intermediate } of signers) {
    const serial = leaf.serialNumber
    if (await isAsked(tx, serial, now())) continue
    await noteAsking(tx, serial, { at: now(), next: now().add({ hours: 1 }) })
    const [leafText, intermediateText] = [leaf, intermediate].map(({ raw }) => raw.toString('base64'))
    await enqueue(tx, 'subscriptions.apple-check-signer', { leaf: leafText, intermediate: intermediateText })
  }
}
