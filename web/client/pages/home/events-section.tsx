import type { Residence } from '#contract/residences.ts'
import { t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { paths } from '../../paths.ts'

/** The way to what was done in the home. */
export function EventsSection({ home }: { home: Residence }) {
  return (
    <Card aria-labelledby="events" className="card-stack">
      <h2 id="events">{t('events.homeTitle')}</h2>
      <p className="muted">{t('events.homeText')}</p>
      <LinkButton to={paths.homeEvents(home.id)}>{t('events.homeLink')}</LinkButton>
    </Card>
  )
}
