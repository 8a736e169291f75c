import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { Page } from '../../page.tsx'
import { NearLimit } from '../../plan/near-limit.tsx'
import { NewHomeForm } from './new-home-form.tsx'

export function NewHomePage() {
  return (
    <Page
      title={t('newHome.title')}
      content={
        <div className="stack">
          <NearLimit of="residences" />
          <Card>
            <NewHomeForm />
          </Card>
        </div>
      }
    />
  )
}
