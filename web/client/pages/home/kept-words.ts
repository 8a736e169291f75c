import type { Keep } from '#contract/handovers.ts'
import { formatList } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'

export const keepParts = ['history', 'notes', 'costs', 'photos', 'papers'] as const

/** What goes along, in words. */
export function kept(keep: Keep): string {
  const parts = keepParts.filter((part) => keep[part]).map((part) => t(`handover.keep.${part}`))
  return formatList([t('handover.keep.home'), ...parts])
}
