import { UserCheck } from 'lucide-react'
import { listUnattributed } from '#contract/staff.ts'
import { call } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { PurchaseList } from './purchase-list.tsx'
import { StaffPages } from './staff-pages.tsx'

/** Purchases that are nobody's, the oldest first. */
export function UnattributedSection() {
  return (
    <StaffPages
      path={listUnattributed.path}
      read={(query, signal) => call(listUnattributed, { query }, signal)}
      empty={{ icon: <UserCheck aria-hidden />, title: t('staff.noneUnattributed') }}
    >
      {(purchases) => <PurchaseList purchases={purchases} />}
    </StaffPages>
  )
}
