import './meters.css'
import { Gauge, Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { Meter } from '#contract/meters.ts'
import type { Residence } from '#contract/residences.ts'
import { formatDate } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { later } from '../../later.ts'
import { Loaded } from '../../loaded.tsx'
import { mayIn } from '../task/use-home.ts'
import { amountWords } from './unit-words.ts'
import { useMeters } from './use-meters.ts'

const MeterSheet = lazy(async () => ({ default: (await later(import('./meter-sheet.tsx'))).MeterSheet }))
const NewMeterDialog = lazy(async () => ({ default: (await later(import('./new-meter-dialog.tsx'))).NewMeterDialog }))

export type MetersCardProps = {
  home: Residence
  /** Undefined: of the home itself. */
  assetId?: string
}

/** What counts how much it is used, each with its latest reading. */
export function MetersCard({ home, assetId }: MetersCardProps) {
  const query = useMeters(home.id, assetId ?? 'none')
  const [open, setOpen] = useState<string>()
  const [isAdding, setAdding] = useState(false)
  const mayWrite = mayIn(home, 'asset.write')
  return (
    <Card aria-labelledby="meters" className="card-stack">
      <h2 id="meters" className="card-title">
        {t(assetId === undefined ? 'meters.ofHome' : 'meters.title')}
      </h2>
      <Loaded query={query} skeleton={[3]}>
        {(meters) =>
          meters.length === 0 ? (
            <p className="muted">{t('meters.none')}</p>
          ) : (
            <ul className="meters">
              {meters.map((meter) => (
                <li key={meter.id}>
                  <MeterLine meter={meter} onOpen={() => setOpen(meter.id)} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {mayWrite && (
        <Button onPress={() => setAdding(true)}>
          <Plus aria-hidden />
          {t('meters.add')}
        </Button>
      )}
      <Suspense>
        {isAdding && <NewMeterDialog residenceId={home.id} assetId={assetId} onClose={() => setAdding(false)} />}
        {open !== undefined && <MeterSheet meterId={open} home={home} onClose={() => setOpen(undefined)} />}
      </Suspense>
    </Card>
  )
}

function MeterLine({ meter: { name, unit, latest }, onOpen }: { meter: Meter; onOpen: () => void }) {
  return (
    <Button className="meter-line" onPress={onOpen}>
      <Gauge aria-hidden />
      <span className="grow">
        <span className="meter-name">{name}</span>
        <span className="small muted figures">
          {latest === null
            ? t('meters.noReading')
            : t('meters.latest', {
                amount: amountWords(latest.value, unit),
                date: formatDate(latest.readOn, 'medium')
              })}
        </span>
      </span>
    </Button>
  )
}
