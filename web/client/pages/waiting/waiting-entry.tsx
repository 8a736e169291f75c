import { useEffect, useState, type ReactNode } from 'react'
import { formatMinutes, formatMoment, formatMoney } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { formatAmount } from '../meters/unit-words.ts'
import type { Waiting } from '../../offline/waiting.ts'

export type WaitingEntryProps = { waiting: Waiting; state?: ReactNode; side?: ReactNode; children?: ReactNode }

/** All that was recorded of one: what, when, the note and the photos, as they stand on this device. */
export function WaitingEntry({ waiting, state, side, children }: WaitingEntryProps) {
  const { task, input, photos } = waiting
  return (
    <article className="waiting-entry">
      <div className="waiting-text stack-small">
        <p className="waiting-title">{task.title}</p>
        {state !== undefined && <p className="row">{state}</p>}
        <p className="small muted figures">{factsOf(waiting).join(' · ')}</p>
        {typeof input.notes === 'string' && <p className="waiting-notes">{input.notes}</p>}
        {photos.length > 0 && <Photos waiting={waiting} />}
        {children}
      </div>
      {side}
    </article>
  )
}

function factsOf({ input: { minutes, cost, meterReading }, madeAtMs }: Waiting): string[] {
  return [
    t('waiting.doneAt', { when: formatMoment(madeAtMs) }),
    ...(minutes === undefined || minutes === null ? [] : [formatMinutes(minutes)]),
    ...(cost === undefined || cost === null ? [] : [formatMoney(cost)]),
    ...(meterReading === undefined ? [] : [t('waitingPage.reading', { amount: formatAmount(meterReading.value) })])
  ]
}

function Photos({ waiting: { photos, task } }: { waiting: Waiting }) {
  const [addresses] = useState(() => new Map(photos.map(({ file }) => [URL.createObjectURL(file), file])))
  useEffect(() => () => [...addresses.keys()].forEach((address) => URL.revokeObjectURL(address)), [addresses])
  return (
    <ul className="waiting-photos" aria-label={t('waitingPage.photos', { count: photos.length })}>
      {[...addresses.keys()].map((address, index) => (
        <li key={address}>
          <img
            src={address}
            alt={t('waitingPage.photo', { number: index + 1, count: photos.length, title: task.title })}
          />
        </li>
      ))}
    </ul>
  )
}
