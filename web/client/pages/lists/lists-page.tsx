import './lists-page.css'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { importList, previewList, type ImportedList, type ListPreview } from '#contract/exchange.ts'
import { getResidence } from '#contract/residences.ts'
import { can } from '#contract/roles.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Button, LinkButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { Loaded } from '../../loaded.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { problemText } from '../../problem-text.ts'
import { useSend } from '../../use-send.ts'
import { ColumnChoice } from './column-choice.tsx'
import { LeftOutList } from './left-out-list.tsx'
import { ListFile } from './list-file.tsx'
import { PreviewedTasks } from './previewed-tasks.tsx'
import { saveReport } from './save-report.ts'
import { countWords } from './list-words.ts'
import { TakeOut } from './take-out.tsx'

type Chosen = { name: string; bytes: Uint8Array<ArrayBuffer>; columns?: string }

/** A file, what would become of it, and then what became of it. */
export function ListsPage() {
  const { residenceId = '' } = useParams()
  return (
    <Page
      title={t('lists.title')}
      back={paths.home(residenceId)}
      content={
        <div className="stack">
          <Home residenceId={residenceId} />
        </div>
      }
    />
  )
}

/** A viewer takes lists out and brings none in; an archived home stays as it is. */
function Home({ residenceId }: { residenceId: string }) {
  const query = useQuery(q(getResidence, { params: { residenceId } }))
  return (
    <Loaded query={query} skeleton={[4, 4]}>
      {(home) => (
        <>
          {can(home.role, 'task.write') && home.archivedAt === null && <BringIn residenceId={residenceId} />}
          <TakeOut residenceId={residenceId} />
        </>
      )}
    </Loaded>
  )
}

function BringIn({ residenceId }: { residenceId: string }) {
  const params = { residenceId }
  const [chosen, setChosen] = useState<Chosen>()
  const [preview, setPreview] = useState<ListPreview>()
  const [imported, setImported] = useState<ImportedList>()
  const reading = useSend(previewList, { onDone: setPreview })
  const importing = useSend(importList, { onDone: setImported })
  const problem = reading.problem ?? importing.problem

  const read = (file: Chosen) => {
    setChosen(file)
    setPreview(undefined)
    setImported(undefined)
    importing.reset()
    reading.send({ params, bytes: file.bytes, query: queryOf(file) })
  }
  const bringIn = (file: Chosen) => importing.send({ params, bytes: file.bytes, query: queryOf(file) })

  return (
    <>
      <Card aria-labelledby="bring-in" className="card-stack">
        <div>
          <h2 id="bring-in">{t('lists.bringIn')}</h2>
          <p className="muted">{t('lists.intro')}</p>
        </div>
        <ListFile label={t(chosen ? 'lists.another' : 'lists.choose')} onChosen={read} />
        {reading.isPending && <p role="status">{t('lists.reading', { name: chosen?.name ?? '' })}</p>}
        {problem && <FormError>{problemText(problem)}</FormError>}
      </Card>
      {chosen && preview && (
        <Outcome
          residenceId={residenceId}
          name={chosen.name}
          preview={preview}
          imported={imported}
          isPending={importing.isPending}
          onColumns={(columns) => read({ ...chosen, columns })}
          onImport={() => bringIn(chosen)}
        />
      )}
    </>
  )
}

type OutcomeProps = PreviewProps & { residenceId: string; imported: ImportedList | undefined }

/** What would become of the list, then what became of it. */
function Outcome({ residenceId, imported, ...preview }: OutcomeProps) {
  if (imported) return <Result residenceId={residenceId} name={preview.name} list={imported} />
  return <Preview {...preview} />
}

function queryOf({ columns }: Chosen): { columns?: string } {
  return columns === undefined ? {} : { columns }
}

type PreviewProps = {
  name: string
  preview: ListPreview
  isPending: boolean
  onColumns: (columns: string) => void
  onImport: () => void
}

function Preview({ name, preview, isPending, onColumns, onImport }: PreviewProps) {
  const { format, counts, tasks, leftOut, columns } = preview
  return (
    <Card aria-labelledby="list-preview" className="card-stack">
      <div>
        <h2 id="list-preview">{name}</h2>
        <p role="status">{[t(`lists.format.${format}`), ...countWords(counts)].join(' · ')}</p>
      </div>
      {columns && <ColumnChoice columns={columns} onChosen={onColumns} />}
      {tasks.length > 0 && <PreviewedTasks tasks={tasks} count={counts.imported + counts.alreadyHere} />}
      <LeftOutList items={leftOut} />
      <div className="form-actions">
        {counts.imported > 0 ? (
          <Button variant="primary" isPending={isPending} onPress={onImport}>
            {t('lists.import', { count: counts.imported })}
          </Button>
        ) : (
          <p>{t('lists.nothing')}</p>
        )}
      </div>
    </Card>
  )
}

function Result({ residenceId, name, list }: { residenceId: string; name: string; list: ImportedList }) {
  return (
    <Card aria-labelledby="list-result" className="card-stack">
      <div role="status">
        <h2 id="list-result">{t('lists.done', { count: list.counts.imported })}</h2>
        <p>{countWords(list.counts).join(' · ')}</p>
      </div>
      <LeftOutList items={list.leftOut} />
      <div className="form-actions">
        <LinkButton to={paths.board(residenceId)} variant="primary">
          {t('lists.toBoard')}
        </LinkButton>
        <Button onPress={() => saveReport(name, list)}>{t('lists.saveReport')}</Button>
      </div>
    </Card>
  )
}
