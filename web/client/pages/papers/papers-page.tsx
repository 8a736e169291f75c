import './papers-page.css'
import { FilePlus, FileText } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { listDocuments, type Document, type DocumentKind } from '#contract/documents.ts'
import { call } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { SearchBox } from '../../../ui/search-box.tsx'
import { Select } from '../../../ui/select.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { showToast } from '../../../ui/toast.ts'
import { later } from '../../later.ts'
import { Loaded } from '../../loaded.tsx'
import { MoreButton } from '../../more-button.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { NearLimit } from '../../plan/near-limit.tsx'
import { usePages } from '../../use-pages.ts'
import { useHome } from '../task/use-home.ts'
import { FoundPapers } from './found-papers.tsx'
import { PaperEntry } from './paper-entry.tsx'
import { kindLook, kinds } from './paper-words.ts'

const NewPaper = lazy(async () => ({ default: (await later(import('./new-paper.tsx'))).NewPaper }))

/** The papers of a home: what ends soon, then all of them, by kind if one likes. */
export function PapersPage() {
  const { residenceId = '' } = useParams()
  const navigate = useNavigate()
  const [isAdding, setAdding] = useState(false)
  const { home, may } = useHome(residenceId)
  const add = may('document.edit') ? () => setAdding(true) : undefined

  return (
    <Page
      title={t('papers.title')}
      back={paths.home(residenceId)}
      actions={
        add && (
          <Button variant="primary" onPress={add}>
            <FilePlus aria-hidden />
            {t('papers.add')}
          </Button>
        )
      }
      content={
        <>
          <NearLimit of="documents" residenceId={residenceId} />
          <Papers residenceId={residenceId} today={home?.today ?? ''} onAdd={add} />
          {isAdding && home !== undefined && (
            <Suspense>
              <NewPaper
                home={home}
                onClose={() => setAdding(false)}
                onAdded={({ id, title }) => {
                  showToast({ text: t('paper.added', { title }) })
                  return navigate(paths.paper(residenceId, id))
                }}
              />
            </Suspense>
          )}
        </>
      }
    />
  )
}

const ends = ['soon', 'over'] as const
/** What no filter is called. */
const any = ''
type PapersProps = { residenceId: string; today: string; onAdd: (() => void) | undefined }

function Papers({ residenceId, today, onAdd }: PapersProps) {
  const [search, setSearch] = useSearchParams()
  const kind = kinds.find((each) => each === search.get('kind'))
  const ending = ends.find((each) => each === search.get('ends'))
  const set = (name: string, value: string): void => {
    const next = new URLSearchParams(search)
    if (value === any) next.delete(name)
    else next.set(name, value)
    setSearch(next, { replace: true })
  }
  const words = search.get('search') ?? ''

  return (
    <div className="stack">
      <SearchBox
        label={t('papers.search')}
        clearLabel={t('papers.clearSearch')}
        value={words}
        onSearch={(text) => set('search', text)}
      />
      {words === '' ? (
        <PaperLists residenceId={residenceId} today={today} onAdd={onAdd} kind={kind} ending={ending} onSet={set} />
      ) : (
        <FoundPapers residenceId={residenceId} today={today} search={words} />
      )}
    </div>
  )
}

type ListsProps = PapersProps & {
  kind: DocumentKind | undefined
  ending: (typeof ends)[number] | undefined
  onSet: (name: string, value: string) => void
}

function PaperLists({ residenceId, today, onAdd, kind, ending, onSet: set }: ListsProps) {
  const isFiltered = kind !== undefined || ending !== undefined
  const all = usePapers(residenceId, { ...(kind && { kind }), ...(ending && { ends: ending }) })

  return (
    <>
      <div className="papers-filters">
        <Select
          label={t('papers.kind')}
          options={[
            { value: any, label: t('papers.allKinds') },
            ...kinds.map((each) => ({ value: each, label: t(kindLook[each].key) }))
          ]}
          value={kind ?? any}
          onChange={(value) => set('kind', value)}
        />
        <Select
          label={t('papers.when')}
          options={[
            { value: any, label: t('papers.always') },
            { value: 'soon', label: t('papers.soon') },
            { value: 'over', label: t('papers.over') }
          ]}
          value={ending ?? any}
          onChange={(value) => set('ends', value)}
        />
      </div>
      {!isFiltered && <EndsSoon residenceId={residenceId} today={today} />}
      <section className="stack-small" aria-label={t('papers.list')}>
        <Loaded query={all} skeleton={[4, 4, 4, 4, 4]}>
          {(papers) =>
            papers.length === 0 ? (
              <NoPapers isFiltered={isFiltered} onAdd={onAdd} />
            ) : (
              <PaperList papers={papers} today={today} isStale={all.isPlaceholderData} />
            )
          }
        </Loaded>
        <MoreButton query={all} />
      </section>
    </>
  )
}

function usePapers(residenceId: string, asked: { kind?: Document['details']['kind']; ends?: 'soon' | 'over' }) {
  const params = { residenceId }
  return usePages<Document>({
    key: [listDocuments.path, params, asked],
    read: (cursor, signal) =>
      call(
        listDocuments,
        { params, query: { ...asked, limit: 30, ...(cursor === undefined ? {} : { cursor }) } },
        signal
      )
  })
}

/** What wants attention stands above the rest, and nothing where nothing does. */
function EndsSoon({ residenceId, today }: Omit<PapersProps, 'onAdd'>) {
  const { data: papers = [] } = usePapers(residenceId, { ends: 'soon' })
  if (papers.length === 0) return null
  return (
    <section className="stack-small" aria-labelledby="ends-soon">
      <h2 id="ends-soon" className="papers-heading">
        {t('papers.endsSoon')}
      </h2>
      <PaperList papers={papers.slice(0, 5)} today={today} isStale={false} />
      <h2 className="papers-heading">{t('papers.list')}</h2>
    </section>
  )
}

function PaperList({ papers, today, isStale }: { papers: readonly Document[]; today: string; isStale: boolean }) {
  return (
    <ul className="papers-list" aria-busy={isStale}>
      {papers.map((document) => (
        <li key={document.id}>
          <PaperEntry document={document} today={today} />
        </li>
      ))}
    </ul>
  )
}

function NoPapers({ isFiltered, onAdd }: { isFiltered: boolean; onAdd: (() => void) | undefined }) {
  if (isFiltered)
    return (
      <EmptyState icon={<FileText aria-hidden />} title={t('papers.noneTitle')}>
        {t('papers.noneText')}
      </EmptyState>
    )
  return (
    <EmptyState
      icon={<FileText aria-hidden />}
      title={t('papers.emptyTitle')}
      action={
        onAdd && (
          <Button variant="primary" onPress={onAdd}>
            {t('papers.add')}
          </Button>
        )
      }
    >
      {t('papers.emptyText')}
    </EmptyState>
  )
}
