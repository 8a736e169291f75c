import './security-page.css'
import { useQuery } from '@tanstack/react-query'
import { MonitorSmartphone } from 'lucide-react'
import { useNavigate } from 'react-router'
import { endAllSessions, endOtherSessions, endSession, listSessions, type Session } from '#contract/security.ts'
import { q } from '../../../api.ts'
import { formatAgo, formatInstant } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { showToast } from '../../../ui/toast.ts'
import { deviceWords, placeWords } from '../../device-words.ts'
import { Loaded } from '../../loaded.tsx'
import { paths } from '../../paths.ts'
import { rememberSignedIn } from '../../preferences.ts'
import { useSend } from '../../use-send.ts'

/** Where one is signed in: "Firefox on Windows, Germany · 2 hours ago", each to sign out, or all. */
export function SessionsSection() {
  const query = useQuery(q(listSessions, {}))
  return (
    <Card aria-labelledby="sessions" className="card-stack">
      <h2 id="sessions">{t('security.sessions')}</h2>
      <Loaded query={query} skeleton={[3, 3]}>
        {({ items }) => (
          <>
            {items.length > 1 && <p className="muted">{t('security.sessionsHint')}</p>}
            <ul className="list-plain">
              {items.map((session) => (
                <li key={session.id}>
                  <SessionRow session={session} />
                </li>
              ))}
            </ul>
            <EndMany others={items.length > 1} />
          </>
        )}
      </Loaded>
    </Card>
  )
}

function SessionRow({ session }: { session: Session }) {
  const device = deviceWords(session)
  const ending = useSend(endSession, {
    show: 'toast',
    onDone: () => void showToast({ text: t('security.sessionEnded', { device }) })
  })
  const since = t('security.since', { date: formatInstant(session.createdAt) })
  return (
    <div className="session">
      <MonitorSmartphone aria-hidden />
      <div className="grow">
        <p className="session-device">{placeWords(session)}</p>
        <p className="small muted">{[lastUse(session), since].join(' · ')}</p>
      </div>
      {!session.current && (
        <Button
          aria-label={t('security.endThis', { device })}
          isPending={ending.isPending}
          onPress={() => ending.send({ params: { sessionId: session.id } })}
        >
          {t('security.endSession')}
        </Button>
      )}
    </div>
  )
}

function EndMany({ others }: { others: boolean }) {
  const navigate = useNavigate()
  const endingOthers = useSend(endOtherSessions, {
    show: 'toast',
    onDone: () => void showToast({ text: t('security.othersEnded') })
  })
  const endingAll = useSend(endAllSessions, {
    show: 'toast',
    onDone: () => {
      rememberSignedIn(false)
      return navigate(paths.signIn())
    }
  })
  return (
    <div className="form-actions">
      {others && (
        <Button isPending={endingOthers.isPending} onPress={() => endingOthers.send({})}>
          {t('security.endOthers')}
        </Button>
      )}
      <Button variant="quiet" isPending={endingAll.isPending} onPress={() => endingAll.send({})}>
        {t('security.endAll')}
      </Button>
    </div>
  )
}

function lastUse({ current, lastSeenAt }: Session): string {
  return current ? t('security.thisDevice') : formatAgo(lastSeenAt, new Date())
}
