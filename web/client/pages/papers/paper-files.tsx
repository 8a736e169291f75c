import { Download, FileText } from 'lucide-react'
import type { Document, DocumentFile } from '#contract/documents.ts'
import { formatBytes } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { photoAddress } from '../../photos/photo-address.ts'
import { PhotoStrip } from '../../photos/photo-strip.tsx'

/** Pictures to look at, PDFs to save: those are opened by the reader's own program, never by the page. */
export function PaperFiles({ document: { files, title }, mayCaption }: { document: Document; mayCaption: boolean }) {
  const pictures = files.flatMap(({ width, height, ...file }) =>
    width === null || height === null ? [] : { ...file, width, height }
  )
  return (
    <Card aria-labelledby="paper-files">
      <h2 id="paper-files" className="paper-heading">
        {t('paper.files')}
      </h2>
      {files.length === 0 && <p className="muted">{t('paper.noFiles')}</p>}
      <ul className="paper-pdfs">
        {files
          .filter(({ type }) => type === 'application/pdf')
          .map((file) => (
            <li key={file.fileId}>
              <Pdf file={file} />
            </li>
          ))}
      </ul>
      <PhotoStrip photos={pictures} about={title} mayCaption={mayCaption} />
    </Card>
  )
}

function Pdf({ file: { fileId, name, bytes } }: { file: DocumentFile }) {
  const shown = name ?? t('paper.unnamed')
  return (
    <a className="paper-pdf" href={photoAddress(fileId, 'full')} download={shown}>
      <FileText aria-hidden />
      <span className="grow">
        <span className="paper-entry-title">{shown}</span>
        <span className="small muted figures">{t('paper.pdf', { size: formatBytes(bytes) })}</span>
      </span>
      <Download aria-hidden />
    </a>
  )
}
