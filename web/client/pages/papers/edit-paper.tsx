import { updateDocument, type Document } from '#contract/documents.ts'
import type { Residence } from '#contract/residences.ts'
import { etagOf } from '../../../api.ts'
import { activeLocale, t } from '../../../messages/i18n.ts'
import { showToast } from '../../../ui/toast.ts'
import { useSend } from '../../use-send.ts'
import { currencyOf } from '../task/currency.ts'
import { changeOf, paperDraft, type PaperDraft } from './paper-draft.ts'
import { PaperForm } from './paper-form.tsx'

export type EditPaperProps = { document: Document; home: Residence; onClose: () => void }

/** Sends only what was changed, onto the version that is on screen. */
export function EditPaper({ document, home, onClose }: EditPaperProps) {
  const initial = paperDraft(document, currencyOf(home.country, activeLocale()))
  const sending = useSend(updateDocument, {
    onDone: () => {
      onClose()
      showToast({ text: t('action.saved') })
    }
  })
  function save(draft: PaperDraft, added: readonly string[]): void {
    const body = changeOf(initial, draft, added)
    if (body === undefined) return onClose()
    const ifMatch = etagOf(document)
    sending.send({ params: { documentId: document.id }, body, ...(ifMatch === undefined ? {} : { ifMatch }) })
  }
  return (
    <PaperForm
      title={t('paper.edit')}
      residenceId={home.id}
      initial={initial}
      files={document.files}
      sending={sending}
      onSave={save}
      onClose={onClose}
    />
  )
}
