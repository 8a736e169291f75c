import { useQuery } from '@tanstack/react-query'
import { FileArchive } from 'lucide-react'
import { useState } from 'react'
import {
  downloadProofPack,
  getProofPack,
  requestProofPack,
  type NewProofPack,
  type ProofPack
} from '#contract/proof-packs.ts'
import { listTasks, type Category } from '#contract/tasks.ts'
import { addressOf } from '../../../address.ts'
import { q } from '../../../api.ts'
import { formatBytes, formatDate, formatInstant } from '../../../messages/formats.ts'
import { activeLanguage, t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { DateField } from '../../../ui/date-field.tsx'
import { Disclosure } from '../../../ui/disclosure.tsx'
import { Select } from '../../../ui/select.tsx'
import { Form } from '../../form.tsx'
import { Loaded } from '../../loaded.tsx'
import { useSend } from '../../use-send.ts'
import { AssetField } from '../assets/asset-field.tsx'
import { categoryKey } from '../task/words.ts'
import { packOf, type ProofDraft } from './proof-draft.ts'

const lookEveryMs = 1500
const parts = ['photos', 'notes', 'costs', 'people', 'papers'] as const

/** For a warranty claim or a sale: what was done and the photos of it, with hashes, as one file. */
export function ProofSection({ residenceId, from, to }: { residenceId: string; from: string; to: string }) {
  const query = useQuery({
    ...q(getProofPack, { params: { residenceId } }),
    refetchInterval: ({ state }) => (state.data?.proofPack?.state === 'waiting' ? lookEveryMs : false)
  })
  return (
    <Card aria-labelledby="proof" className="card-stack">
      <h2 id="proof" className="card-title">
        {t('proof.title')}
      </h2>
      <p className="muted">{t('proof.text')}</p>
      <Loaded query={query} skeleton={[3]}>
        {({ proofPack }) => proofPack && <Made pack={proofPack} residenceId={residenceId} />}
      </Loaded>
      <Disclosure label={t('proof.choose')}>
        <ProofForm residenceId={residenceId} from={from} to={to} />
      </Disclosure>
    </Card>
  )
}

function Made({ pack, residenceId }: { pack: ProofPack; residenceId: string }) {
  const period = { from: formatDate(pack.from, 'numeric'), to: formatDate(pack.to, 'numeric') }
  if (pack.state === 'waiting') return <p role="status">{t('proof.waiting', period)}</p>
  if (pack.state === 'too_large') return <p role="status">{t('proof.tooLarge', period)}</p>
  return (
    <div className="stack-small">
      <p role="status">
        {t('proof.ready', { ...period, size: formatBytes(pack.bytes ?? 0), until: formatInstant(pack.expiresAt) })}
      </p>
      <div>
        <a
          className="button button-primary button-medium"
          href={addressOf(downloadProofPack, { params: { residenceId } })}
          download
        >
          <FileArchive aria-hidden />
          {t('proof.download')}
        </a>
      </div>
    </div>
  )
}

function ProofForm({ residenceId, from, to }: { residenceId: string; from: string; to: string }) {
  const [draft, setDraft] = useState<ProofDraft>({
    from,
    to,
    category: undefined,
    assetId: null,
    taskIds: [],
    include: { photos: true, notes: true, costs: false, people: false, papers: true }
  })
  const sending = useSend(requestProofPack)
  const set = (change: Partial<ProofDraft>) => setDraft({ ...draft, ...change })
  const body: NewProofPack | undefined = packOf(draft, activeLanguage())
  return (
    <Form
      submitLabel={t('proof.make')}
      sending={sending}
      check={() => body !== undefined}
      onSubmit={() => body && sending.send({ params: { residenceId }, body })}
    >
      <div className="proof-pair">
        <DateField
          label={t('history.from')}
          value={draft.from}
          max={draft.to ?? undefined}
          onChange={(day) => set({ from: day })}
        />
        <DateField
          label={t('history.to')}
          value={draft.to}
          min={draft.from ?? undefined}
          onChange={(day) => set({ to: day })}
        />
      </div>
      <Select
        label={t('task.category')}
        options={[
          { value: 'any', label: t('board.anyCategory') },
          ...Object.entries(categoryKey).map(([value, key]) => ({ value, label: t(key) }))
        ]}
        value={draft.category ?? 'any'}
        onChange={(chosen) => set({ category: chosen === 'any' ? undefined : (chosen as Category) })} // one of the options
      />
      <AssetField
        residenceId={residenceId}
        value={draft.assetId}
        onChange={(asset) => set({ assetId: asset?.id ?? null })}
        error={sending.fields['assetId']}
      />
      <Disclosure label={t('proof.onlySome')}>
        <TaskChoice residenceId={residenceId} chosen={draft.taskIds} onChange={(taskIds) => set({ taskIds })} />
      </Disclosure>
      <PartChoice include={draft.include} onChange={(include) => set({ include })} />
    </Form>
  )
}

type PartChoiceProps = { include: ProofDraft['include']; onChange: (include: ProofDraft['include']) => void }

function PartChoice({ include, onChange }: PartChoiceProps) {
  return (
    <fieldset className="proof-parts">
      <legend>{t('proof.include')}</legend>
      {parts.map((part) => (
        <Checkbox key={part} isSelected={include[part]} onChange={(isIn) => onChange({ ...include, [part]: isIn })}>
          {t(`proof.include.${part}`)}
        </Checkbox>
      ))}
    </fieldset>
  )
}

type TaskChoiceProps = { residenceId: string; chosen: readonly string[]; onChange: (taskIds: string[]) => void }

/** The hundred that come first; who wants others narrows by category or period. */
function TaskChoice({ residenceId, chosen, onChange }: TaskChoiceProps) {
  const query = useQuery(q(listTasks, { params: { residenceId }, query: { limit: 100, state: 'all' } }))
  return (
    <Loaded query={query} skeleton={[4]}>
      {({ items }) => (
        <div className="proof-parts">
          {items.map(({ id, title }) => (
            <Checkbox
              key={id}
              isSelected={chosen.includes(id)}
              onChange={(isIn) => onChange(isIn ? [...chosen, id] : chosen.filter((each) => each !== id))}
            >
              {title}
            </Checkbox>
          ))}
        </div>
      )}
    </Loaded>
  )
}
