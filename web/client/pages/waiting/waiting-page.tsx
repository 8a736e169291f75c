import './waiting-page.css'
import { CircleCheck } from 'lucide-react'
import { t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { useWaiting, type Waiting } from '../../offline/waiting.ts'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { RefusedActs } from './refused-acts.tsx'
import { TakeBack, WaitingBadge } from '../../offline/waiting-marks.tsx'
import { WaitingEntry } from './waiting-entry.tsx'

/** What was done without a connection: what is still to be sent, and what the server refused, with the ways out. */
export function WaitingPage() {
  const waiting = useWaiting()
  const refused = waiting.filter(({ problem }) => problem !== undefined)
  const toSend = waiting.filter(({ problem }) => problem === undefined)
  return (
    <Page
      title={t('waitingPage.title')}
      content={
        <div className="stack">
          {waiting.length === 0 && <NothingWaits />}
          <Refused refused={refused} />
          {toSend.length > 0 && (
            <ul className="stack-small">
              {toSend.map((each) => (
                <li key={each.id}>
                  <WaitingEntry waiting={each} state={<WaitingBadge />} side={<TakeBack waiting={each} />} />
                </li>
              ))}
            </ul>
          )}
        </div>
      }
    >
      {toSend.length > 0 && t('waitingPage.text')}
    </Page>
  )
}

function Refused({ refused }: { refused: readonly Waiting[] }) {
  if (refused.length === 0) return null
  return (
    <section aria-labelledby="refused" className="stack-small">
      <h2 id="refused" className="waiting-heading">
        {t('waitingPage.refusedTitle')}
      </h2>
      <p className="muted">{t('waitingPage.refusedText')}</p>
      <ul className="stack-small">
        {refused.map((each) => (
          <li key={each.id}>
            <WaitingEntry waiting={each}>
              <RefusedActs waiting={each} />
            </WaitingEntry>
          </li>
        ))}
      </ul>
    </section>
  )
}

function NothingWaits() {
  return (
    <EmptyState
      icon={<CircleCheck aria-hidden />}
      title={t('waitingPage.emptyTitle')}
      action={<LinkButton to={paths.today()}>{t('state.goToday')}</LinkButton>}
    >
      {t('waitingPage.emptyText')}
    </EmptyState>
  )
}
