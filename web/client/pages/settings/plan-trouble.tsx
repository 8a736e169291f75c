import { useQuery } from '@tanstack/react-query'
import { getSubscription } from '#contract/plans.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { paths } from '../../paths.ts'
import { troubleWords } from '../../plan/purchase-words.ts'
import { Trouble } from '../../plan/trouble.tsx'

/** A purchase that needs something, for whoever does not look at the plan’s page. */
export function PlanTrouble() {
  const { data } = useQuery(q(getSubscription, {}))
  return data?.purchases.map((purchase) => {
    const words = troubleWords(purchase)
    return words === undefined ? null : (
      <Card key={purchase.id} className="spread">
        <Trouble isOver={!purchase.isEntitled}>{words}</Trouble>
        <LinkButton to={paths.plan()}>{t('plans.open')}</LinkButton>
      </Card>
    )
  })
}
