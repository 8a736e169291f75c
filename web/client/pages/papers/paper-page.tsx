import './paper-page.css'
import { useQuery } from '@tanstack/react-query'
import { Pencil, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useParams } from 'react-router'
import { deleteDocument, getDocument, type Document } from '#contract/documents.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { showToast } from '../../../ui/toast.ts'
import { later } from '../../later.ts'
import { Loaded } from '../../loaded.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { useLeavePage } from '../../use-leave-page.ts'
import { useSend } from '../../use-send.ts'
import { useHome, type Home } from '../task/use-home.ts'
import { ClaimCard } from './claim-card.tsx'
import { PaperFacts } from './paper-facts.tsx'
import { PaperFiles } from './paper-files.tsx'
import { PaperLinks } from './paper-links.tsx'
import { PaperReminders } from './paper-reminders.tsx'

const EditPaper = lazy(async () => ({ default: (await later(import('./edit-paper.tsx'))).EditPaper }))

/** One paper: its files, what is noted, whom to call. */
export function PaperPage() {
  const { residenceId = '', documentId = '' } = useParams()
  const home = useHome(residenceId)
  const query = useQuery(q(getDocument, { params: { documentId } }))
  const [isEditing, setEditing] = useState(false)
  const { data } = query

  return (
    <Page
      title={data?.title ?? t('papers.title')}
      back={paths.papers(residenceId)}
      actions={
        data !== undefined &&
        home.may('document.edit') && (
          <Button onPress={() => setEditing(true)}>
            <Pencil aria-hidden />
            {t('action.edit')}
          </Button>
        )
      }
      content={
        <>
          <Loaded query={query} skeleton={[8, 6, 6]}>
            {(document) => <Paper document={document} home={home} />}
          </Loaded>
          {isEditing && data !== undefined && home.home !== undefined && (
            <Suspense>
              <EditPaper document={data} home={home.home} onClose={() => setEditing(false)} />
            </Suspense>
          )}
        </>
      }
    />
  )
}

function Paper({ document, home }: { document: Document; home: Home }) {
  const [isDeleting, setDeleting] = useState(false)
  return (
    <div className="stack">
      <PaperFiles document={document} mayCaption={home.may('file.add')} />
      <PaperFacts document={document} today={home.home?.today ?? ''} />
      <PaperLinks document={document} />
      <ClaimCard document={document} />
      <PaperReminders documentId={document.id} today={home.home?.today ?? ''} />
      {document.notes !== null && (
        <Card aria-labelledby="paper-notes">
          <h2 id="paper-notes" className="paper-heading">
            {t('paper.notes')}
          </h2>
          <p className="paper-prose">{document.notes}</p>
        </Card>
      )}
      {home.may('document.delete') && (
        <Button variant="quiet" className="paper-delete" onPress={() => setDeleting(true)}>
          <Trash2 aria-hidden />
          {t('paper.delete')}
        </Button>
      )}
      {isDeleting && <DeleteDialog document={document} onClose={() => setDeleting(false)} />}
    </div>
  )
}

function DeleteDialog({ document: { id, residenceId, title }, onClose }: { document: Document; onClose: () => void }) {
  const leavePage = useLeavePage()
  const sending = useSend(deleteDocument, {
    show: 'toast',
    onDone: async () => {
      showToast({ text: t('paper.deleted', { title }) })
      await leavePage(id, paths.papers(residenceId))
    }
  })
  return (
    <Dialog
      role="alertdialog"
      isOpen
      onClose={onClose}
      title={t('paper.deleteTitle', { title })}
      closeLabel={t('app.close')}
      footer={
        <>
          <Button onPress={onClose}>{t('paper.deleteKeep')}</Button>
          <Button
            variant="danger"
            onPress={() => sending.send({ params: { documentId: id } })}
            isPending={sending.isPending}
          >
            {t('action.delete')}
          </Button>
        </>
      }
    >
      <p>{t('paper.deleteText')}</p>
    </Dialog>
  )
}
