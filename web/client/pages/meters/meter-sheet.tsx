import { useQuery } from '@tanstack/react-query'
import { Pencil, Trash } from 'lucide-react'
import { useState } from 'react'
import { deleteMeter, deleteReading, getMeter, listReadings, type Meter, type Reading } from '#contract/meters.ts'
import type { Residence } from '#contract/residences.ts'
import { call, q } from '../../../api.ts'
import { formatDate } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Dialog, Sheet } from '../../../ui/dialog.tsx'
import { Loaded } from '../../loaded.tsx'
import { MoreButton } from '../../more-button.tsx'
import { usePages } from '../../use-pages.ts'
import { useSend } from '../../use-send.ts'
import { mayIn } from '../task/use-home.ts'
import { CorrectReadingDialog } from './correct-reading-dialog.tsx'
import { ReadingForm } from './reading-form.tsx'
import { amountWords } from './unit-words.ts'

export type MeterSheetProps = { meterId: string; home: Residence; onClose: () => void }

/** A meter: its next reading, and those before. */
export function MeterSheet({ meterId, home, onClose }: MeterSheetProps) {
  const query = useQuery(q(getMeter, { params: { meterId } }))
  return (
    <Sheet isOpen onClose={onClose} title={query.data?.name ?? t('meters.title')} closeLabel={t('app.close')}>
      <Loaded query={query} skeleton={[8, 4, 4]}>
        {(meter) => (
          <div className="stack">
            {mayIn(home, 'asset.write') && <ReadingForm key={meter.position} meter={meter} today={home.today} />}
            <Readings meter={meter} mayWrite={mayIn(home, 'asset.write')} />
            {mayIn(home, 'asset.delete') && <DeleteMeter meter={meter} onDeleted={onClose} />}
          </div>
        )}
      </Loaded>
    </Sheet>
  )
}

function Readings({ meter, mayWrite }: { meter: Meter; mayWrite: boolean }) {
  const params = { meterId: meter.id }
  const [correcting, setCorrecting] = useState<Reading>()
  const remove = useSend(deleteReading, { show: 'toast' })
  const query = usePages<Reading>({
    key: [listReadings.path, params],
    read: (cursor, signal) =>
      call(listReadings, { params, query: { limit: 20, ...(cursor === undefined ? {} : { cursor }) } }, signal)
  })
  return (
    <section aria-labelledby="readings" className="stack-small">
      <h3 id="readings">{t('meters.readings')}</h3>
      <Loaded query={query} skeleton={[3, 3]}>
        {(readings) =>
          readings.length === 0 ? (
            <p className="muted">{t('meters.noReading')}</p>
          ) : (
            <ol className="list-plain">
              {readings.map((reading) => (
                <li key={reading.id} className="reading">
                  <ReadingWords reading={reading} meter={meter} />
                  {mayWrite && (
                    <IconButton label={t('meters.correct')} onPress={() => setCorrecting(reading)}>
                      <Pencil aria-hidden />
                    </IconButton>
                  )}
                  {mayWrite && !reading.ofCompletion && (
                    <IconButton
                      label={t('meters.deleteReading')}
                      onPress={() => remove.send({ params: { readingId: reading.id } })}
                    >
                      <Trash aria-hidden />
                    </IconButton>
                  )}
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
      <MoreButton query={query} />
      {correcting && (
        <CorrectReadingDialog reading={correcting} meter={meter} onClose={() => setCorrecting(undefined)} />
      )}
    </section>
  )
}

function ReadingWords({ reading: { value, readOn, readBy, formerValue }, meter }: { reading: Reading; meter: Meter }) {
  const replaced =
    formerValue === null ? [] : [t('meters.replacedAt', { amount: amountWords(formerValue, meter.unit) })]
  const facts = [formatDate(readOn, 'medium'), ...(readBy === null ? [] : [readBy.displayName]), ...replaced]
  return (
    <span className="grow">
      <span className="figures">{amountWords(value, meter.unit)}</span>{' '}
      <span className="small muted">{facts.join(' · ')}</span>
    </span>
  )
}

function DeleteMeter({ meter: { id, name }, onDeleted }: { meter: Meter; onDeleted: () => void }) {
  const [isAsked, setAsked] = useState(false)
  const { send, isPending } = useSend(deleteMeter, { show: 'toast', onDone: onDeleted })
  return (
    <>
      <Button variant="quiet" onPress={() => setAsked(true)}>
        <Trash aria-hidden />
        {t('meters.delete')}
      </Button>
      {isAsked && (
        <Dialog
          role="alertdialog"
          isOpen
          onClose={() => setAsked(false)}
          title={t('asset.deleteTitle', { name })}
          closeLabel={t('app.close')}
          footer={
            <>
              <Button onPress={() => setAsked(false)}>{t('asset.deleteKeep')}</Button>
              <Button variant="danger" isPending={isPending} onPress={() => send({ params: { meterId: id } })}>
                {t('meters.delete')}
              </Button>
            </>
          }
        >
          <p>{t('meters.deleteText')}</p>
        </Dialog>
      )}
    </>
  )
}
