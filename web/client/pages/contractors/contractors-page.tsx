import './contractors.css'
import { ContactRound, FileDown, Plus, Wrench } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useParams } from 'react-router'
import { exportCards } from '#contract/contractor-cards.ts'
import { listContractors, type Contractor, type Specialty } from '#contract/contractors.ts'
import { call } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Select } from '../../../ui/select.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { later } from '../../later.ts'
import { Loaded } from '../../loaded.tsx'
import { MoreButton } from '../../more-button.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { NearLimit } from '../../plan/near-limit.tsx'
import { saveFile } from '../../save-file.ts'
import { usePages } from '../../use-pages.ts'
import { useSend } from '../../use-send.ts'
import { useHome } from '../task/use-home.ts'
import { ContractorRow } from './contractor-row.tsx'
import { NewContractorSheet } from './contractor-sheet.tsx'
import { specialties, specialtyKey } from './specialty-words.ts'

const ImportCardsSheet = lazy(async () => ({
  default: (await later(import('./import-cards-sheet.tsx'))).ImportCardsSheet
}))

type Filters = { search: string; specialty: Specialty | undefined }

/** The tradespeople of a home, favourites first. */
export function ContractorsPage() {
  const { residenceId = '' } = useParams()
  const home = useHome(residenceId)
  const [filters, setFilters] = useState<Filters>({ search: '', specialty: undefined })
  const [open, setOpen] = useState<OpenSheet>()
  const query = useContractorPages(residenceId, filters)
  const mayWrite = home.may('contractor.write')
  const isFiltered = filters.search.trim() !== '' || filters.specialty !== undefined
  const add = mayWrite && (
    <Button variant="primary" onPress={() => setOpen('new')}>
      <Plus aria-hidden />
      {t('contractors.add')}
    </Button>
  )

  return (
    <Page
      title={t('contractors.title')}
      back={paths.home(residenceId)}
      actions={add}
      content={
        <div className="stack">
          <NearLimit of="contractors" residenceId={residenceId} />
          <FilterBar filters={filters} onChange={setFilters} />
          <Loaded query={query} skeleton={[5, 5, 5]}>
            {(contractors) =>
              contractors.length === 0 ? <Nobody isFiltered={isFiltered} /> : <Rows contractors={contractors} />
            }
          </Loaded>
          <MoreButton query={query} />
          <CardActions
            residenceId={residenceId}
            mayImport={mayWrite}
            isEmpty={query.data?.length === 0}
            onImport={() => setOpen('cards')}
          />
          <Sheets open={open} residenceId={residenceId} onClose={() => setOpen(undefined)} />
        </div>
      }
    >
      {home.home?.name}
    </Page>
  )
}

type OpenSheet = 'new' | 'cards' | undefined

function Sheets({ open, residenceId, onClose }: { open: OpenSheet; residenceId: string; onClose: () => void }) {
  if (open === 'new') return <NewContractorSheet residenceId={residenceId} onClose={onClose} />
  if (open === undefined) return null
  return (
    <Suspense>
      <ImportCardsSheet residenceId={residenceId} onClose={onClose} />
    </Suspense>
  )
}

function useContractorPages(residenceId: string, { search, specialty }: Filters) {
  const words = search.trim()
  const asked = { ...(words !== '' && { search: words }), ...(specialty && { specialty }) }
  const params = { residenceId }
  return usePages<Contractor>({
    key: [listContractors.path, params, asked],
    read: (cursor, signal) =>
      call(listContractors, { params, query: { ...asked, ...(cursor === undefined ? {} : { cursor }) } }, signal)
  })
}

const any = 'any'

function FilterBar({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  return (
    <div className="contractor-filters">
      <TextField
        label={t('contractors.search')}
        type="search"
        maxLength={200}
        value={filters.search}
        onChange={(search) => onChange({ ...filters, search })}
      />
      <Select
        label={t('contractors.filterSpecialty')}
        options={[
          { value: any, label: t('contractors.allSpecialties') },
          ...specialties.map((value) => ({ value, label: t(specialtyKey[value]) }))
        ]}
        value={filters.specialty ?? any}
        onChange={(chosen) => onChange({ ...filters, specialty: specialties.find((each) => each === chosen) })}
      />
    </div>
  )
}

function Rows({ contractors }: { contractors: readonly Contractor[] }) {
  return (
    <Card>
      <ul className="list-plain">
        {contractors.map((contractor) => (
          <li key={contractor.id}>
            <ContractorRow contractor={contractor} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Nobody({ isFiltered }: { isFiltered: boolean }) {
  return (
    <EmptyState
      icon={<Wrench aria-hidden />}
      title={t(isFiltered ? 'contractors.noneTitle' : 'contractors.emptyTitle')}
    >
      {t(isFiltered ? 'contractors.noneText' : 'contractors.emptyText')}
    </EmptyState>
  )
}

type CardActionsProps = { residenceId: string; mayImport: boolean; isEmpty: boolean; onImport: () => void }

/** From the address book of a phone, and back into one. */
function CardActions({ residenceId, mayImport, isEmpty, onImport }: CardActionsProps) {
  const { send, isPending } = useSend(exportCards, {
    show: 'toast',
    onDone: (cards) => saveFile(cards, 'honeydue.vcf')
  })
  return (
    <div className="row">
      {mayImport && (
        <Button variant="quiet" onPress={onImport}>
          <ContactRound aria-hidden />
          {t('cards.import')}
        </Button>
      )}
      {!isEmpty && (
        <Button variant="quiet" isPending={isPending} onPress={() => send({ params: { residenceId } })}>
          <FileDown aria-hidden />
          {t('cards.export')}
        </Button>
      )}
    </div>
  )
}
