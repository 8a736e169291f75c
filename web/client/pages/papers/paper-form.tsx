import './paper-form.css'
import { FileText, Image as ImageIcon, X } from 'lucide-react'
import { useState } from 'react'
import type { Document, DocumentFile } from '#contract/documents.ts'
import type { ApiProblem } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Chips } from '../../../ui/chips.tsx'
import { Sheet } from '../../../ui/dialog.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextArea, TextField } from '../../../ui/text-field.tsx'
import { Form } from '../../form.tsx'
import { PhotoPicker } from '../../photos/photo-picker.tsx'
import { usePhotos } from '../../photos/use-photos.ts'
import { useForm } from '../../use-form.ts'
import { useRebased } from '../../use-rebased.ts'
import { AssetField } from '../assets/asset-field.tsx'
import { ContractorChoice } from '../contractors/contractor-choice.tsx'
import type { PaperDraft } from './paper-draft.ts'
import { fieldsOf } from './paper-fields.ts'
import { PaperInputs } from './paper-inputs.tsx'
import { kindLook, kinds } from './paper-words.ts'
import { offeredDays, usualDays } from './usual-reminders.ts'

/** As many as a paper can have (contract/documents.ts, whose values do not exist in the browser). */
const fileLimit = 20
const mostReminders = 5

export type PaperFormProps = {
  title: string
  residenceId: string
  /** The paper as it is now: what somebody else changes meanwhile shows in the fields that were left alone. */
  initial: PaperDraft
  files: Document['files']
  sending: { isPending: boolean; problem: ApiProblem | null; fields: Readonly<Record<string, string>> }
  /** `added`: the ids of new files, which have all arrived. */
  onSave: (draft: PaperDraft, added: readonly string[]) => void
  onClose: () => void
}

/** A paper, new or known: its files first, for they are at hand; then what it is, and what its kind has. */
export function PaperForm({ title, residenceId, initial, files, sending, onSave, onClose }: PaperFormProps) {
  const form = useForm<PaperDraft>(initial, ['title'], sending.fields)
  const { draft, set, field } = form
  useRebased(initial, draft, form.replace)
  const [most] = useState(() => fileLimit - initial.kept.length)
  const photos = usePhotos(residenceId, most)
  const kept = files.filter(({ fileId }) => draft.kept.includes(fileId))

  return (
    <Sheet isOpen onClose={onClose} title={title} closeLabel={t('app.close')}>
      <div className="paper-form">
        <Form
          submitLabel={t('action.save')}
          sending={{ ...sending, isPending: sending.isPending || photos.isAwaited }}
          check={() => form.check()}
          onSubmit={() => void photos.whenAllThere((added) => onSave(draft, added))}
        >
          {kept.length > 0 && (
            <KeptFiles
              files={kept}
              onRemove={(gone) =>
                set(
                  'kept',
                  draft.kept.filter((id) => id !== gone)
                )
              }
            />
          )}
          <PhotoPicker photos={photos} of="papers" />
          <TextField
            label={t('paper.titleField')}
            placeholder={t('paper.titleExample')}
            maxLength={200}
            isRequired
            {...field('title')}
          />
          <Select
            label={t('paper.kindField')}
            options={kinds.map((kind) => ({ value: kind, label: t(kindLook[kind].key) }))}
            {...field('kind')}
          />
          <AssetField
            residenceId={residenceId}
            value={draft.assetId}
            onChange={(asset) => set('assetId', asset?.id ?? null)}
            error={sending.fields['assetId']}
          />
          <ContractorChoice residenceId={residenceId} {...field('contractorId')} />
          <PaperInputs draft={draft} set={set} refused={sending.fields} />
          {fieldsOf[draft.kind].includes('endsOn') && draft.endsOn !== undefined && (
            <RemindDays draft={draft} onChange={(days) => set('remind', days)} />
          )}
          <TextArea label={t('paper.notes')} rows={3} maxLength={10_000} {...field('notes')} />
        </Form>
      </div>
    </Sheet>
  )
}

/** When to be told, offered beside what is chosen already. */
function RemindDays({ draft: { kind, remind }, onChange }: { draft: PaperDraft; onChange: (days: number[]) => void }) {
  const chosen = remind ?? usualDays[kind]
  const days = [...new Set([...offeredDays, ...chosen])].toSorted((a, b) => b - a)
  return (
    <Chips
      label={t('paper.remind')}
      description={t('paper.remindHint')}
      options={days.map((value) => ({
        value,
        label: value === 0 ? t('paper.remindLastDay') : t('paper.remindDays', { count: value })
      }))}
      value={[...chosen]}
      onChange={(next) => next.length <= mostReminders && onChange(next)}
    />
  )
}

function KeptFiles({ files, onRemove }: { files: readonly DocumentFile[]; onRemove: (fileId: string) => void }) {
  return (
    <ul className="paper-kept">
      {files.map(({ fileId, type, name }) => {
        const isPdf = type === 'application/pdf'
        const shown = name ?? t(isPdf ? 'paper.unnamed' : 'paper.picture')
        return (
          <li key={fileId}>
            {isPdf ? <FileText aria-hidden /> : <ImageIcon aria-hidden />}
            <span className="grow">{shown}</span>
            <IconButton label={t('paper.removeNamed', { name: shown })} onPress={() => onRemove(fileId)}>
              <X aria-hidden />
            </IconButton>
          </li>
        )
      })}
    </ul>
  )
}
