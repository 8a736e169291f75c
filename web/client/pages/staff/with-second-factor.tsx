import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { listFactors } from '#contract/factors.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Loaded } from '../../loaded.tsx'
import { paths } from '../../paths.ts'

/** What staff works with; for whoever has no second factor the way to one, before anything is filled in that would be refused. */
export function WithSecondFactor({ children }: { children: ReactNode }) {
  const query = useQuery(q(listFactors, {}))
  return (
    <Loaded query={query} skeleton={[3, 12]}>
      {({ totp, passkeys }) => (totp === null && passkeys.length === 0 ? <Missing /> : children)}
    </Loaded>
  )
}

function Missing() {
  return (
    <EmptyState
      icon={<KeyRound aria-hidden />}
      title={t('staff.noFactorTitle')}
      action={
        <LinkButton variant="primary" to={paths.security()}>
          {t('staff.addFactor')}
        </LinkButton>
      }
    >
      {t('staff.noFactorText')}
    </EmptyState>
  )
}
