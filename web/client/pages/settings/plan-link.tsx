import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { LinkButton } from '../../../ui/button.tsx'
import { paths } from '../../paths.ts'

export function PlanLink() {
  return (
    <Card className="spread">
      <p>{t('plans.link')}</p>
      <LinkButton to={paths.plan()}>{t('plans.title')}</LinkButton>
    </Card>
  )
}
