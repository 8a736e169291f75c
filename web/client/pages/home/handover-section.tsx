import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { cancelHandover, getHandover, offerHandover, type Handover, type Keep } from '#contract/handovers.ts'
import type { Residence } from '#contract/residences.ts'
import { q } from '../../../api.ts'
import { formatInstant } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Form } from '../../form.tsx'
import { later } from '../../later.ts'
import { Loaded } from '../../loaded.tsx'
import { paths } from '../../paths.ts'
import { useSend } from '../../use-send.ts'
import { kept, keepParts } from './kept-words.ts'

const ShownCode = lazy(async () => ({ default: (await later(import('../people/shown-code.tsx'))).ShownCode }))

/** For a sale: another owner takes the home over with a code, and everybody else leaves it. */
export function HandoverSection({ home }: { home: Residence }) {
  const [code, setCode] = useState<string>()
  const params = { residenceId: home.id }
  const query = useQuery(q(getHandover, { params }))
  return (
    <Card aria-labelledby="handover" className="card-stack">
      <h2 id="handover">{t('handover.title')}</h2>
      <p className="muted">{t('handover.text')}</p>
      <Loaded query={query} skeleton={[4]}>
        {({ handover }) => handover && <Waiting handover={handover} home={home} />}
      </Loaded>
      {home.archivedAt === null && (
        <Disclosure label={t('handover.choose')}>
          <OfferForm home={home} onCode={setCode} />
        </Disclosure>
      )}
      {code !== undefined && (
        <Suspense>
          <ShownCode code={code} link={paths.takeOver(code)} onClose={() => setCode(undefined)} />
        </Suspense>
      )}
    </Card>
  )
}

function Waiting({ handover: { keep, expiresAt }, home }: { handover: Handover; home: Residence }) {
  const cancelling = useSend(cancelHandover, {
    show: 'toast',
    onDone: () => void showToast({ text: t('handover.cancelled') })
  })
  return (
    <div className="stack-small">
      <p role="status">{t('handover.waiting', { until: formatInstant(expiresAt) })}</p>
      <p className="small muted">{t('handover.goesAlong', { parts: kept(keep) })}</p>
      <div>
        <Button isPending={cancelling.isPending} onPress={() => cancelling.send({ params: { residenceId: home.id } })}>
          {t('handover.cancel')}
        </Button>
      </div>
    </div>
  )
}

function OfferForm({ home, onCode }: { home: Residence; onCode: (code: string) => void }) {
  const [keep, setKeep] = useState<Keep>({ history: true, notes: false, costs: false, photos: true, papers: true })
  const sending = useSend(offerHandover, { onDone: ({ code }) => onCode(code) })
  return (
    <Form
      submitLabel={t('handover.make')}
      sending={sending}
      check={() => true}
      onSubmit={() => sending.send({ params: { residenceId: home.id }, body: { keep } })}
    >
      <fieldset className="keep-parts">
        <legend>{t('handover.what')}</legend>
        {keepParts.map((part) => (
          <Checkbox key={part} isSelected={keep[part]} onChange={(isIn) => setKeep({ ...keep, [part]: isIn })}>
            {t(`handover.keep.${part}`)}
          </Checkbox>
        ))}
      </fieldset>
      <p className="small">{t('handover.warning')}</p>
    </Form>
  )
}
