import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { getSubscription, type Limited } from '#contract/plans.ts'
import { q } from '../../api.ts'
import { t } from '../../messages/i18n.ts'
import { paths } from '../paths.ts'
import { isFull, isNear, usageWords } from './usage-words.ts'

export type UsageLineProps = { of: Limited; residenceId?: string }

/** Only of one's own plan; a failed reading says nothing, it is not what one came for. */
export function UsageLine({ of, residenceId }: UsageLineProps) {
  const { data } = useQuery(q(getSubscription, {}))
  const home = data?.usage.find((each) => each.residenceId === residenceId)
  const usage = of === 'residences' ? data?.homes : home?.of.find((each) => each.of === of)
  if (usage === undefined || !isNear(usage)) return null
  return (
    <p className={isFull(usage) ? 'small' : 'small muted'}>
      {t(isFull(usage) ? 'plans.noRoom' : 'plans.near', { usage: usageWords(usage) })}{' '}
      <Link to={paths.plan()}>{t('plans.open')}</Link>
    </p>
  )
}
