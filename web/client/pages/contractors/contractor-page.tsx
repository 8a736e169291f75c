import './contractors.css'
import { useQuery } from '@tanstack/react-query'
import { FileDown, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { listCompletions, type Completion } from '#contract/completions.ts'
import { exportCard } from '#contract/contractor-cards.ts'
import { deleteContractor, getContractor, type Contractor } from '#contract/contractors.ts'
import { call, q } from '../../../api.ts'
import { formatDate, formatList, formatMoney } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Loaded } from '../../loaded.tsx'
import { MoreButton } from '../../more-button.tsx'
import { Page } from '../../page.tsx'
import { paths, searchWithTask } from '../../paths.ts'
import { saveFile } from '../../save-file.ts'
import { usePages } from '../../use-pages.ts'
import { useLeavePage } from '../../use-leave-page.ts'
import { useSend } from '../../use-send.ts'
import { CompletionEntry } from '../history/completion-entry.tsx'
import { LinkedPapers } from '../papers/linked-papers.tsx'
import { useHome } from '../task/use-home.ts'
import { ContactLinks } from './contact-links.tsx'
import { EditContractorSheet } from './contractor-sheet.tsx'
import { RatingWords } from './rating-words.tsx'
import { specialtyKey } from './specialty-words.ts'

/** One tradesperson: how to reach them, what they did and what it cost. */
export function ContractorPage() {
  const { residenceId = '', contractorId = '' } = useParams()
  const query = useQuery(q(getContractor, { params: { contractorId } }))
  const home = useHome(residenceId)
  const [open, setOpen] = useState<'edit' | 'delete'>()
  const contractor = query.data
  const actions = contractor && (
    <>
      {home.may('contractor.write') && (
        <Button onPress={() => setOpen('edit')}>
          <Pencil aria-hidden />
          {t('contractors.edit')}
        </Button>
      )}
      {home.may('contractor.delete') && (
        <IconButton label={t('contractors.delete')} onPress={() => setOpen('delete')}>
          <Trash2 aria-hidden />
        </IconButton>
      )}
    </>
  )

  return (
    <Page
      title={contractor?.name ?? t('contractors.choose')}
      back={paths.contractors(residenceId)}
      actions={actions}
      content={
        <Loaded query={query} skeleton={[12, 10]}>
          {(loaded) => (
            <div className="stack">
              <Facts contractor={loaded} />
              <Record contractor={loaded} />
              <LinkedPapers
                residenceId={residenceId}
                home={home}
                of={{ contractorId: loaded.id }}
                kind="invoice"
                empty={t('contractors.noPapers')}
              />
              {open === 'edit' && <EditContractorSheet contractor={loaded} onClose={() => setOpen(undefined)} />}
              {open === 'delete' && <DeleteDialog contractor={loaded} onClose={() => setOpen(undefined)} />}
            </div>
          )}
        </Loaded>
      }
    >
      {contractor?.company}
    </Page>
  )
}

function Facts({ contractor }: { contractor: Contractor }) {
  const { phone, email, site, notes, specialties } = contractor
  return (
    <Card aria-labelledby="contractor-facts">
      <h2 id="contractor-facts" className="card-title">
        {t('contractors.facts')}
      </h2>
      <div className="stack-small">
        {specialties.length > 0 && <p>{formatList(specialties.map((each) => t(specialtyKey[each])))}</p>}
        {phone !== null && <p className="figures">{phone}</p>}
        {email !== null && <p>{email}</p>}
        {site !== null && (
          <p>
            <a href={site} target="_blank" rel="noreferrer noopener">
              {site}
            </a>
          </p>
        )}
        {notes !== null && <p className="contractor-notes">{notes}</p>}
        <ContactLinks contractor={contractor} />
        <SaveCard contractorId={contractor.id} />
      </div>
    </Card>
  )
}

function SaveCard({ contractorId }: { contractorId: string }) {
  const { send, isPending } = useSend(exportCard, {
    show: 'toast',
    onDone: (card) => saveFile(card, 'honeydue.vcf')
  })
  return (
    <Button
      variant="quiet"
      className="contractor-save"
      isPending={isPending}
      onPress={() => send({ params: { contractorId } })}
    >
      <FileDown aria-hidden />
      {t('cards.exportOne')}
    </Button>
  )
}

function Record({ contractor }: { contractor: Contractor }) {
  const { id, residenceId, jobsDone, lastDoneOn, costs } = contractor
  const [search] = useSearchParams()
  const params = { residenceId }
  const query = usePages<Completion>({
    key: [listCompletions.path, params, { contractorId: id }],
    read: (cursor, signal) =>
      call(
        listCompletions,
        { params, query: { contractorId: id, limit: 20, ...(cursor === undefined ? {} : { cursor }) } },
        signal
      )
  })
  const jobs = jobsDone === 0 ? t('contractors.noJobs') : t('contractors.jobs', { count: jobsDone })
  const last = lastDoneOn === null ? [] : [t('contractors.lastOn', { date: formatDate(lastDoneOn) })]
  return (
    <Card aria-labelledby="contractor-record">
      <h2 id="contractor-record" className="card-title">
        {t('contractors.record')}
      </h2>
      <div className="stack-small">
        <p>
          <RatingWords contractor={contractor} />
        </p>
        <p className="figures">{[jobs, ...last].join(', ')}</p>
        {costs.length > 0 && (
          <p className="figures">
            {t('contractors.cost')}: {formatList(costs.map(formatMoney))}
          </p>
        )}
        <Loaded query={query} skeleton={[3, 3]}>
          {(entries) =>
            entries.length === 0 ? (
              <p className="muted">{t('contractors.recordEmpty')}</p>
            ) : (
              <ul className="stack-small">
                {entries.map((completion) => (
                  <li key={completion.id}>
                    <CompletionEntry
                      completion={completion}
                      taskSearch={searchWithTask(search, completion.taskId)}
                      isDated
                    />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
        <MoreButton query={query} />
      </div>
    </Card>
  )
}

function DeleteDialog({ contractor, onClose }: { contractor: Contractor; onClose: () => void }) {
  const { id, residenceId, name } = contractor
  const leavePage = useLeavePage()
  const { send, isPending } = useSend(deleteContractor, {
    show: 'toast',
    onDone: async () => {
      await leavePage(id, paths.contractors(residenceId))
      showToast({ text: t('contractors.deleted', { name }) })
    }
  })
  return (
    <Dialog
      role="alertdialog"
      isOpen
      onClose={onClose}
      title={t('contractors.deleteTitle', { name })}
      closeLabel={t('app.close')}
      footer={
        <>
          <Button onPress={onClose}>{t('contractors.deleteKeep')}</Button>
          <Button variant="danger" isPending={isPending} onPress={() => send({ params: { contractorId: id } })}>
            {t('contractors.delete')}
          </Button>
        </>
      }
    >
      <p>{t('contractors.deleteText')}</p>
    </Dialog>
  )
}
