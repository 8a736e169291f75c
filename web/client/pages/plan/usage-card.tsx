import type { Subscription, Usage } from '#contract/plans.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { isFull, isNear, usageWords } from '../../plan/usage-words.ts'

/** The homes one owns, and what each of them holds. */
export function UsageCard({ subscription: { homes, usage } }: { subscription: Subscription }) {
  return (
    <Card aria-labelledby="plan-usage" className="card-stack">
      <h2 id="plan-usage">{t('plans.usage')}</h2>
      <Meter usage={homes} />
      {usage.length === 0 && <p className="muted">{t('plans.usage.none')}</p>}
      {usage.map(({ residenceId, name, plan, of }) => (
        <section key={residenceId} aria-label={name} className="plan-home">
          <h3>{t('plans.usage.homePlan', { home: name, plan: t(`plans.name.${plan}`) })}</h3>
          {of.map((each) => (
            <Meter key={each.of} usage={each} />
          ))}
        </section>
      ))}
    </Card>
  )
}

/** The words say it all; the bar is for the eye. */
function Meter({ usage }: { usage: Usage }) {
  const { used, limit } = usage
  const share = limit === null ? 0 : limit === 0 ? 1 : Math.min(1, used / limit)
  const level = isFull(usage) ? 'full' : isNear(usage) ? 'near' : undefined
  return (
    <div className={level === undefined ? 'plan-meter' : `plan-meter plan-meter-${level}`}>
      <p className="figures">
        {usageWords(usage)}
        {level !== undefined && <span className="plan-meter-level"> · {t(`plans.meter.${level}`)}</span>}
      </p>
      {limit !== null && (
        <svg className="plan-bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden>
          <rect width={share * 100} height="1" />
        </svg>
      )}
    </div>
  )
}
