import type { GuestLink } from '#contract/guests.ts'
import { t } from '../../../../messages/i18n.ts'

export function guestName({ contractor }: GuestLink): string {
  return contractor?.name ?? t('guests.anybody')
}
