import { useQuery } from '@tanstack/react-query'
import { Camera, FileSearch } from 'lucide-react'
import { Link, useSearchParams } from 'react-router'
import { searchDocuments, type FoundPaper } from '#contract/documents.ts'
import { q } from '../../../api.ts'
import { formatDate } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { EmptyState } from '../../../ui/states.tsx'
import { Loaded } from '../../loaded.tsx'
import { paths, searchWithTask } from '../../paths.ts'
import { EndBadge } from './paper-entry.tsx'
import { kindLook } from './paper-words.ts'

export type FoundPapersProps = { residenceId: string; today: string; search: string }

/** Where the words stand: in papers, inside their PDFs, below photos. */
export function FoundPapers({ residenceId, today, search }: FoundPapersProps) {
  const query = useQuery({
    ...q(searchDocuments, { params: { residenceId }, query: { search } }),
    placeholderData: (before) => before
  })
  return (
    <section className="stack-small" aria-label={t('papers.found')}>
      <Loaded query={query} skeleton={[5, 5, 5]}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState icon={<FileSearch aria-hidden />} title={t('papers.nothingFound')}>
              {t('papers.nothingFoundText')}
            </EmptyState>
          ) : (
            <ul className="papers-list" aria-busy={query.isPlaceholderData}>
              {items.map((found) => (
                <li key={`${found.document?.id} ${found.file?.fileId}`}>
                  <Found residenceId={residenceId} found={found} today={today} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  )
}

type FoundProps = { residenceId: string; found: FoundPaper; today: string }

function Found({ residenceId, found: { document, completion, file, snippet }, today }: FoundProps) {
  const [current] = useSearchParams()
  const to =
    document === null
      ? { search: searchWithTask(current, completion?.taskId ?? '') }
      : paths.paper(residenceId, document.id)
  const Icon = document === null ? Camera : kindLook[document.kind].Icon
  return (
    <Link className="paper-entry" to={to}>
      <Icon aria-hidden />
      <span className="paper-entry-text">
        <span className="paper-entry-title">{document?.title ?? completion?.taskTitle}</span>
        <span className="row paper-entry-facts">
          <span className="small muted">{placeOf({ document, completion, file })}</span>
          {document !== null && <EndBadge document={document} today={today} />}
        </span>
        <span className="small paper-snippet">
          {snippet.map(({ text, isHit }, index) =>
            // oxlint-disable-next-line react/no-array-index-key -- the parts of a text stay where they are
            isHit ? <mark key={index}>{text}</mark> : text
          )}
        </span>
      </span>
    </Link>
  )
}

function placeOf({ document, completion, file }: Omit<FoundPaper, 'snippet'>): string {
  if (document === null) return t('papers.inPhoto', { date: formatDate(completion?.completedOn ?? '') })
  if (file === null) return t(kindLook[document.kind].key)
  if (file.type !== 'application/pdf') return t('papers.inPicture')
  return file.name === null ? t('papers.inPdf') : t('papers.inFile', { name: file.name })
}
