import { useEffect, useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { getSubscription, startTrial, type ReachedLimit } from '#contract/plans.ts'
import { q } from '../../api.ts'
import { tellRoom } from '../../limit-reached.ts'
import { formatDay } from '../../messages/formats.ts'
import { t } from '../../messages/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { useSend } from '../use-send.ts'
import { usageWords } from './usage-words.ts'

export type LimitDialogProps = { limit: ReachedLimit; onClose: () => void; onSeePlan: () => void }

/** What has no room, that nothing is lost, and the ways on: to make room, to try the larger plan, to see the plan. */
export function LimitDialog({ limit, onClose, onSeePlan }: LimitDialogProps) {
  const [until, setUntil] = useState<string>()
  if (until !== undefined) return <Room until={until} onClose={onClose} />

  const { of, plan, isOwn, fits } = limit
  const uses = { plan: t(`plans.name.${plan}`), usage: usageWords(limit) }
  const goOn = (end: string) => {
    tellRoom()
    setUntil(end)
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(`plans.full.${of}`)}
      closeLabel={t('app.close')}
      footer={isOwn && <WaysOn onStarted={goOn} onSeePlan={onSeePlan} />}
    >
      <div className="stack">
        <p>
          {isOwn ? t('plans.full.uses', uses) : t('plans.full.usesHere', uses)}{' '}
          {fits > 0 && t('plans.full.fits', { count: fits })}
        </p>
        <p className="muted">{t('plans.full.safe')}</p>
        <p className="muted">{t(`plans.full.room.${of}`)}</p>
        {!isOwn && <p>{t('plans.full.others')}</p>}
      </div>
    </Dialog>
  )
}

/** The trial has begun: back to what was wanted. */
function Room({ until, onClose }: { until: string; onClose: () => void }) {
  useEffect(() => () => void requestAnimationFrame(focusBelow), []) // after the dialog’s own try to give the focus back
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('plans.room')}
      closeLabel={t('app.close')}
      footer={
        <Button variant="primary" onPress={onClose}>
          {t('plans.room.goOn')}
        </Button>
      }
    >
      <p role="status">{t('plans.trial.goOn', { date: formatDay(until) })}</p>
    </Dialog>
  )
}

/** What had the focus, the refusal and then the button, is gone: on to what is open below. */
function focusBelow(): void {
  if (document.activeElement !== document.body) return
  const sheet = document.querySelector<HTMLElement>('[role="dialog"]')
  ;(sheet ?? document.getElementById('page-title'))?.focus()
}

function WaysOn({ onStarted, onSeePlan }: { onStarted: (until: string) => void; onSeePlan: () => void }) {
  const { data } = useQuery(q(getSubscription, {}))
  const starting = useSend(startTrial, { show: 'toast', onDone: ({ trial }) => onStarted(trial.until ?? '') })
  const mayTry = data?.trial.state === 'available'
  return (
    <div className="stack-small grow">
      {mayTry && <p>{t('plans.trial.offer')}</p>}
      <div className="form-actions">
        {mayTry && (
          <Button variant="primary" isPending={starting.isPending} onPress={() => starting.send({})}>
            {t('plans.trial.start')}
          </Button>
        )}
        <Button onPress={onSeePlan}>{t('plans.open')}</Button>
      </div>
    </div>
  )
}
