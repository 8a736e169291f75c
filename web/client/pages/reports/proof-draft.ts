import type { NewProofPack } from '#contract/proof-packs.ts'

export type ProofDraft = {
  readonly from: string | null
  readonly to: string | null
  readonly category: NewProofPack['category'] | undefined
  readonly assetId: string | null
  readonly taskIds: readonly string[]
  readonly include: NewProofPack['include']
}

/** What is asked for; undefined while there is no period. Tasks that were chosen go before a category. */
export function packOf(
  { from, to, category, assetId, taskIds, include }: ProofDraft,
  language: NewProofPack['language']
): NewProofPack | undefined {
  if (from === null || to === null || to < from) return undefined
  const which = taskIds.length > 0 ? { taskIds: [...taskIds] } : category === undefined ? {} : { category }
  return { from, to, ...which, ...(assetId !== null && { assetId }), include, language }
}
