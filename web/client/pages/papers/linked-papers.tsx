import './papers-page.css'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { listDocuments, type Document } from '#contract/documents.ts'
import { call } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { showToast } from '../../../ui/toast.ts'
import { later } from '../../later.ts'
import { Loaded } from '../../loaded.tsx'
import { MoreButton } from '../../more-button.tsx'
import { usePages } from '../../use-pages.ts'
import type { Home } from '../task/use-home.ts'
import type { GivenPaper } from './paper-draft.ts'
import { PaperEntry } from './paper-entry.tsx'

const NewPaper = lazy(async () => ({ default: (await later(import('./new-paper.tsx'))).NewPaper }))

export type LinkedPapersProps = {
  residenceId: string
  home: Home
  /** What they are linked to. */
  of: { assetId: string } | { contractorId: string }
  /** The kind that is usual for a new one. */
  kind: NonNullable<GivenPaper['kind']>
  /** What stands there while there is none. */
  empty: string
}

/** The papers of an appliance or a tradesperson, the newest first, and a way to add one to it. */
export function LinkedPapers({ residenceId, home, of, kind, empty }: LinkedPapersProps) {
  const [isAdding, setAdding] = useState(false)
  const params = { residenceId }
  const query = usePages<Document>({
    key: [listDocuments.path, params, of],
    read: (cursor, signal) =>
      call(listDocuments, { params, query: { ...of, limit: 10, ...(cursor === undefined ? {} : { cursor }) } }, signal)
  })
  return (
    <Card aria-labelledby="linked-papers" className="card-stack">
      <h2 id="linked-papers" className="card-title">
        {t('papers.title')}
      </h2>
      <Loaded query={query} skeleton={[4]}>
        {(papers) =>
          papers.length === 0 ? (
            <p className="muted">{empty}</p>
          ) : (
            <ul className="papers-list">
              {papers.map((document) => (
                <li key={document.id}>
                  <PaperEntry document={document} today={home.home?.today ?? ''} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <MoreButton query={query} />
      {home.may('document.edit') && (
        <div>
          <Button onPress={() => setAdding(true)}>
            <Plus aria-hidden />
            {t('papers.add')}
          </Button>
        </div>
      )}
      {isAdding && home.home !== undefined && (
        <Suspense>
          <NewPaper
            home={home.home}
            given={{ ...of, kind }}
            onClose={() => setAdding(false)}
            onAdded={({ title }) => {
              setAdding(false)
              showToast({ text: t('paper.added', { title }) })
            }}
          />
        </Suspense>
      )}
    </Card>
  )
}
