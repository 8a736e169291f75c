import { lazy, Suspense, useState } from 'react'
import { useNavigate } from 'react-router'
import { signOut } from '#contract/accounts.ts'
import { t } from '../../../messages/i18n.ts'
import { Button, LinkButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { SegmentedControl } from '../../../ui/radio-group.tsx'
import { waitingQueue } from '../../offline/complete.ts'
import { useWaiting } from '../../offline/waiting.ts'
import { later } from '../../later.ts'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { chooseTheme, rememberSignedIn, storedTheme, type Theme } from '../../preferences.ts'
import { useMe } from '../../session.ts'
import { useSend } from '../../use-send.ts'
import { ArchivedHomes } from './archived-homes.tsx'
import { CalendarFeedsSection } from './calendar-feeds-section.tsx'
import { LeaveDialog } from './leave-dialog.tsx'
import { ProfileSection } from './profile-section.tsx'

const PlanLink = lazy(async () => ({ default: (await later(import('./plan-link.tsx'), 'plans')).PlanLink }))

const PlanTrouble = lazy(async () => ({
  default: (await later(import('./plan-trouble.tsx'), 'plans')).PlanTrouble
}))

const themes: readonly Theme[] = ['system', 'light', 'dark']

export function SettingsPage() {
  const { offersPlans } = useMe()
  return (
    <Page
      title={t('settings.title')}
      content={
        <div className="stack">
          {offersPlans && (
            <Suspense>
              <PlanTrouble />
            </Suspense>
          )}
          <ProfileSection />
          <LookSection />
          <CalendarFeedsSection />
          <ArchivedHomes />
          {offersPlans && (
            <Suspense>
              <PlanLink />
            </Suspense>
          )}
          <SecurityLink />
          <StaffLink />
          <SignOutSection />
          <AboutSection />
        </div>
      }
    />
  )
}

function LookSection() {
  const [theme, setTheme] = useState(storedTheme)
  return (
    <Card aria-labelledby="look">
      <h2 id="look" className="card-title">
        {t('settings.look')}
      </h2>
      <SegmentedControl
        label={t('settings.theme')}
        options={themes.map((value) => ({ value, label: t(`settings.theme.${value}`) }))}
        value={theme}
        onChange={(chosen) => {
          chooseTheme(chosen)
          setTheme(chosen)
        }}
      />
    </Card>
  )
}

function SecurityLink() {
  return (
    <Card className="spread">
      <p>{t('settings.securityText')}</p>
      <LinkButton to={paths.security()}>{t('settings.security')}</LinkButton>
    </Card>
  )
}

/** Only for whoever is staff. */
function StaffLink() {
  const me = useMe()
  if (!me.isStaff) return null
  return (
    <Card className="spread">
      <p>{t('settings.staffText')}</p>
      <LinkButton to={paths.staff()}>{t('settings.staff')}</LinkButton>
    </Card>
  )
}

function SignOutSection() {
  const me = useMe()
  const navigate = useNavigate()
  const waiting = useWaiting()
  const [isAsking, setAsking] = useState(false)
  const signingOut = useSend(signOut, {
    show: 'toast',
    onDone: async () => {
      await (await waitingQueue()).dropAllWaiting().catch(() => undefined) // where nothing can be kept nothing waits
      rememberSignedIn(false)
      await navigate(paths.signIn())
    }
  })
  const leave = () => signingOut.send({})
  return (
    <Card className="spread">
      <p>{t('settings.email', { email: me.email })}</p>
      <Button isPending={signingOut.isPending} onPress={() => (waiting.length > 0 ? setAsking(true) : leave())}>
        {t('settings.signOut')}
      </Button>
      {isAsking && (
        <LeaveDialog
          count={waiting.length}
          isPending={signingOut.isPending}
          onLeave={leave}
          onStay={() => setAsking(false)}
        />
      )}
    </Card>
  )
}

function AboutSection() {
  return (
    <p className="small muted">
      {t('settings.version')} <a href="/api/docs">{t('settings.api')}</a>
    </p>
  )
}
