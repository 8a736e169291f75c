import { useState } from 'react'
import { createDocument, type Document } from '#contract/documents.ts'
import type { Residence } from '#contract/residences.ts'
import { activeLocale, t } from '../../../messages/i18n.ts'
import { useSend } from '../../use-send.ts'
import { currencyOf } from '../task/currency.ts'
import { newPaperDraft, newPaperOf, type GivenPaper } from './paper-draft.ts'
import { PaperForm } from './paper-form.tsx'

export type NewPaperProps = {
  home: Residence
  given?: GivenPaper
  onAdded: (document: Document) => void
  onClose: () => void
}

export function NewPaper({ home, given, onAdded, onClose }: NewPaperProps) {
  const [initial] = useState(() => newPaperDraft(currencyOf(home.country, activeLocale()), given))
  const sending = useSend(createDocument, { onDone: onAdded })
  return (
    <PaperForm
      title={t('paper.new')}
      residenceId={home.id}
      initial={initial}
      files={[]}
      sending={sending}
      onSave={(draft, added) => sending.send({ params: { residenceId: home.id }, body: newPaperOf(draft, added) })}
      onClose={onClose}
    />
  )
}
