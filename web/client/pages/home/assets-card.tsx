import { WashingMachine } from 'lucide-react'
import type { Residence } from '#contract/residences.ts'
import { t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { paths } from '../../paths.ts'

export function AssetsCard({ home }: { home: Residence }) {
  return (
    <Card aria-labelledby="home-assets">
      <h2 id="home-assets" className="home-heading">
        <WashingMachine aria-hidden />
        {t('assets.title')}
      </h2>
      <div className="stack-small">
        <p className="muted">{t('assets.cardText')}</p>
        <LinkButton to={paths.assets(home.id)} className="home-note-it">
          {t('assets.open')}
        </LinkButton>
      </div>
    </Card>
  )
}
