import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { getSubscription, startTrial, type ReachedLimit } from '#contract/plans.ts'
import { q } from '../../api.ts'
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
  const { of, plan, isOwn, fits } = limit
  const uses = { plan: t(`plans.name.${plan}`), usage: usageWords(limit) }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(`plans.full.${of}`)}
      closeLabel={t('app.close')}
      footer={isOwn && until === undefined && <WaysOn onStarted={setUntil} onSeePlan={onSeePlan} />}
    >
      {until === undefined ? (
        <div className="stack">
          <p>
            {isOwn ? t('plans.full.uses', uses) : t('plans.full.usesHere', uses)}{' '}
            {fits > 0 && t('plans.full.fits', { count: fits })}
          </p>
          <p className="muted">{t('plans.full.safe')}</p>
          <p className="muted">{t(`plans.full.room.${of}`)}</p>
          {!isOwn && <p>{t('plans.full.others')}</p>}
        </div>
      ) : (
        <p role="status">{t('plans.trial.goOn', { date: formatDay(until) })}</p>
      )}
    </Dialog>
  )
}

function WaysOn({ onStarted, onSeePlan }: { onStarted: (until: string) => void; onSeePlan: () => void }) {
  const { data } = useQuery(q(getSubscription, {}))
  const starting = useSend(startTrial, { show: 'toast', onDone: ({ trial }) => onStarted(trial.until ?? '') })
  return (
    <div className="form-actions">
      {data?.trial.state === 'available' && (
        <Button variant="primary" isPending={starting.isPending} onPress={() => starting.send({})}>
          {t('plans.trial.start')}
        </Button>
      )}
      <Button onPress={onSeePlan}>{t('plans.open')}</Button>
    </div>
  )
}
