import { FileUp } from 'lucide-react'
import { useState } from 'react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { importCards, previewCards, type CardContractor, type CardProblem } from '#contract/contractor-cards.ts'
import type { Output } from '#contract/route.ts'
import { formatList } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Sheet } from '../../../ui/dialog.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { showToast } from '../../../ui/toast.ts'
import { problemText } from '../../problem-text.ts'
import { useSend } from '../../use-send.ts'
import { leftOutKey, reasonKey } from './card-words.ts'
import { specialtyKey } from './specialty-words.ts'

/** As many as are added at once (contract/contractor-cards.ts, whose values do not exist in the browser). */
const mostAtOnce = 100

type Preview = Output<typeof previewCards>

/** Cards from a phone: first what is in the file, then those that somebody chooses. */
export function ImportCardsSheet({ residenceId, onClose }: { residenceId: string; onClose: () => void }) {
  const [preview, setPreview] = useState<Preview>()
  const reading = useSend(previewCards, { onDone: setPreview })
  const open = async (file: File | undefined): Promise<void> => {
    if (!file) return
    setPreview(undefined)
    reading.send({ params: { residenceId }, bytes: new Uint8Array(await file.arrayBuffer()) })
  }
  return (
    <Sheet isOpen onClose={onClose} title={t('cards.title')} closeLabel={t('app.close')}>
      <div className="stack">
        <p>{t('cards.intro')}</p>
        <FileTrigger
          acceptedFileTypes={['.vcf', 'text/vcard', 'text/x-vcard']}
          onSelect={(files) => void open(files?.[0])}
        >
          <Button isPending={reading.isPending}>
            <FileUp aria-hidden />
            {t('cards.choose')}
          </Button>
        </FileTrigger>
        {reading.problem !== null && !reading.isPending && <FormError>{problemText(reading.problem)}</FormError>}
        {preview !== undefined && <Found preview={preview} residenceId={residenceId} onClose={onClose} />}
      </div>
    </Sheet>
  )
}

type FoundProps = { preview: Preview; residenceId: string; onClose: () => void }

function Found({ preview: { cards, problems }, residenceId, onClose }: FoundProps) {
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const sending = useSend(importCards, {
    onDone: ({ items }) => {
      onClose()
      showToast({ text: t('cards.added', { count: items.length }) })
    }
  })
  const isTooMany = chosen.size > mostAtOnce
  return (
    <>
      {cards.length > 0 && (
        <ul className="list-plain" aria-label={t('cards.found')}>
          {cards.map((card, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- the cards of one file stay in their places
            <li key={index} className="contractor">
              <Checkbox
                isDisabled={card.there !== null}
                isSelected={chosen.has(index)}
                onChange={(isSelected) => setChosen(toggled(chosen, index, isSelected))}
              >
                <CardWords card={card} />
              </Checkbox>
            </li>
          ))}
        </ul>
      )}
      {problems.length > 0 && <Problems problems={problems} />}
      {sending.problem !== null && !sending.isPending && <FormError>{problemText(sending.problem)}</FormError>}
      {isTooMany && <FormError>{t('cards.tooMany', { most: mostAtOnce })}</FormError>}
      {cards.length > 0 && (
        <Button
          variant="primary"
          size="large"
          isPending={sending.isPending}
          isDisabled={chosen.size === 0 || isTooMany}
          onPress={() => {
            const contractors = cards.filter((_, index) => chosen.has(index)).map(withoutNotes)
            sending.send({ params: { residenceId }, body: { contractors } })
          }}
        >
          {t('cards.add', { count: chosen.size })}
        </Button>
      )}
    </>
  )
}

/** What was said of a card is no part of it. */
function withoutNotes({ leftOut: _leftOut, there: _there, ...contractor }: CardContractor) {
  return contractor
}

function toggled(chosen: ReadonlySet<number>, index: number, isSelected: boolean): ReadonlySet<number> {
  const others = [...chosen].filter((each) => each !== index)
  return new Set(isSelected ? [...others, index] : others)
}

function CardWords({ card }: { card: CardContractor }) {
  const { name, company, phone, email, specialties, leftOut, there } = card
  const trades = specialties.map((each) => t(specialtyKey[each]))
  const facts = [company, phone, email, ...trades].filter((fact) => fact !== null)
  return (
    <span>
      {name}
      <span className="choice-second">{facts.join(' · ')}</span>
      {there !== null && <span className="choice-second">{t('cards.there')}</span>}
      {leftOut.length > 0 && (
        <span className="choice-second">
          {t('cards.leftOut', { fields: formatList(leftOut.map((field) => t(leftOutKey[field]))) })}
        </span>
      )}
    </span>
  )
}

function Problems({ problems }: { problems: readonly CardProblem[] }) {
  return (
    <section className="stack-small" aria-labelledby="card-problems">
      <h3 id="card-problems">{t('cards.problems', { count: problems.length })}</h3>
      <ul className="stack-small">
        {problems.map(({ line, reason, name }) => (
          <li key={line} className="small">
            {name === null ? t('cards.line', { line }) : t('cards.lineOf', { line, name })}: {t(reasonKey[reason])}
          </li>
        ))}
      </ul>
    </section>
  )
}
