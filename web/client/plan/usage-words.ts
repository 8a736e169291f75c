import type { Usage } from '#contract/plans.ts'
import { t } from '../../messages/i18n.ts'

/** "9 of 10 papers", or "9 papers" where there is no limit. */
export function usageWords({ of, used, limit }: Usage): string {
  return limit === null ? t(`plans.of.${of}`, { count: used }) : t(`plans.within.${of}`, { used, count: limit })
}

/** Nothing more can be added. */
export function isFull({ used, limit }: Usage): boolean {
  return limit !== null && used >= limit
}

/** From here on one is told how much is left. */
export function isNear({ used, limit }: Usage): boolean {
  return limit !== null && used >= limit * 0.8
}
