import './assets.css'
import { Archive, Hourglass, Plus, QrCode, Search, WashingMachine, X } from 'lucide-react'
import { lazy, Suspense, useDeferredValue, useState } from 'react'
import { Link, useParams } from 'react-router'
import { createArea, listAssets, type Area, type Asset } from '#contract/assets.ts'
import { call } from '../../../api.ts'
import { t, type PlainKey } from '../../../messages/i18n.ts'
import { Button, IconButton, LinkButton } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Switch } from '../../../ui/switch.tsx'
import { showToast } from '../../../ui/toast.ts'
import { later } from '../../later.ts'
import { Loaded } from '../../loaded.tsx'
import { MoreButton } from '../../more-button.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { usePages } from '../../use-pages.ts'
import { useSend } from '../../use-send.ts'
import { MetersCard } from '../meters/meters-card.tsx'
import { useHome } from '../task/use-home.ts'
import { KindIcon } from './kind-icon.tsx'
import { kindKey } from './kind-words.ts'
import { AreaDialog } from './area-dialog.tsx'
import { AreaMenu } from './area-menu.tsx'
import { byRoom, type RoomOfAssets } from './by-room.ts'
import { useAreas } from './use-areas.ts'

const AssetSheet = lazy(async () => ({ default: (await later(import('./asset-sheet.tsx'))).AssetSheet }))

/** What is being added. */
type Adding = { kind: 'area' } | { kind: 'asset'; areaId: string | null }

/** The home's rooms, and room by room what stands in them. */
export function AssetsPage() {
  const { residenceId = '' } = useParams()
  const { home, may } = useHome(residenceId)
  const [adding, setAdding] = useState<Adding>()
  const mayWrite = may('asset.write')
  return (
    <Page
      title={t('assets.title')}
      back={paths.home(residenceId)}
      actions={
        mayWrite && (
          <>
            <Button onPress={() => setAdding({ kind: 'area' })}>{t('assets.addRoom')}</Button>
            <Button variant="primary" onPress={() => setAdding({ kind: 'asset', areaId: null })}>
              <Plus aria-hidden />
              {t('assets.add')}
            </Button>
          </>
        )
      }
      content={
        <div className="stack">
          <Assets
            key={residenceId}
            residenceId={residenceId}
            mayWrite={mayWrite}
            onAdd={(areaId) => setAdding({ kind: 'asset', areaId })}
          />
          {home !== undefined && <MetersCard home={home} />}
          <Suspense>
            {adding?.kind === 'area' && <AreaDialog residenceId={residenceId} onClose={() => setAdding(undefined)} />}
            {adding?.kind === 'asset' && home !== undefined && (
              <AssetSheet home={home} areaId={adding.areaId} onClose={() => setAdding(undefined)} />
            )}
          </Suspense>
        </div>
      }
    >
      {home && t('assets.intro', { home: home.name })}
    </Page>
  )
}

type AssetsProps = { residenceId: string; mayWrite: boolean; onAdd: (areaId: string | null) => void }

function Assets({ residenceId, mayWrite, onAdd }: AssetsProps) {
  const [text, setText] = useState('')
  const [archived, setArchived] = useState(false)
  const search = useDeferredValue(text.trim())
  const params = { residenceId }
  const asked = { limit: 100, archived, ...(search !== '' && { search }) }
  const areas = useAreas(residenceId)
  const query = usePages<Asset>({
    key: [listAssets.path, params, asked],
    read: (cursor, signal) =>
      call(listAssets, { params, query: { ...asked, ...(cursor === undefined ? {} : { cursor }) } }, signal)
  })
  const isFiltered = archived || search !== ''
  const both = {
    data: areas.data && query.data && { areas: areas.data, assets: query.data },
    error: areas.error ?? query.error,
    refetch: () => void Promise.all([areas.refetch(), query.refetch()])
  }

  return (
    <Loaded query={both} skeleton={[3, 7, 7, 7]}>
      {(data) =>
        data.areas.length === 0 && data.assets.length === 0 && !isFiltered ? (
          <FirstUse residenceId={residenceId} mayWrite={mayWrite} onAdd={() => onAdd(null)} />
        ) : (
          <div className="stack">
            <div className="assets-filters">
              <SearchBox text={text} onChange={setText} />
              <LinkButton to={paths.forecast(residenceId)}>
                <Hourglass aria-hidden />
                {t('forecast.open')}
              </LinkButton>
              <LinkButton to={paths.labels(residenceId)}>
                <QrCode aria-hidden />
                {t('labels.open')}
              </LinkButton>
              <Switch isSelected={archived} onChange={setArchived}>
                {t('assets.archived')}
              </Switch>
            </div>
            {data.assets.length === 0 && isFiltered ? (
              <NoneFound archived={archived && search === ''} />
            ) : (
              <Rooms
                rooms={byRoom(data.areas, data.assets, { isWhole: !query.hasNextPage, withEmpty: !isFiltered })}
                mayWrite={mayWrite}
                onAdd={onAdd}
                isBusy={query.isPlaceholderData}
              />
            )}
            <MoreButton query={query} />
          </div>
        )
      }
    </Loaded>
  )
}

function SearchBox({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  return (
    <search className="assets-search">
      <Search aria-hidden />
      <input
        type="search"
        className="input"
        aria-label={t('assets.search')}
        placeholder={t('assets.search')}
        maxLength={200}
        value={text}
        onChange={(event) => onChange(event.target.value)}
      />
      {text !== '' && (
        <IconButton label={t('assets.searchClear')} onPress={() => onChange('')}>
          <X aria-hidden />
        </IconButton>
      )}
    </search>
  )
}

type RoomsProps = {
  rooms: readonly RoomOfAssets[]
  mayWrite: boolean
  onAdd: (areaId: string | null) => void
  isBusy: boolean
}

function Rooms({ rooms, mayWrite, onAdd, isBusy }: RoomsProps) {
  return (
    <div className="stack" aria-busy={isBusy}>
      {rooms.map(({ area, assets }) =>
        area === undefined ? (
          <section key="none" className="assets-room" aria-labelledby="room-none">
            <div className="assets-room-head">
              <h2 id="room-none">{t('assets.noRoom')}</h2>
            </div>
            <AssetLines assets={assets} />
          </section>
        ) : (
          <Room key={area.id} area={area} assets={assets} onAdd={mayWrite ? () => onAdd(area.id) : undefined} />
        )
      )}
    </div>
  )
}

type RoomProps = { area: Area; assets: readonly Asset[]; onAdd: (() => void) | undefined }

function Room({ area: { id, name, notes }, area, assets, onAdd }: RoomProps) {
  return (
    <section className="assets-room" aria-labelledby={`room-${id}`}>
      <div className="assets-room-head">
        <h2 id={`room-${id}`} className="grow">
          {name}
        </h2>
        {onAdd !== undefined && <AreaMenu area={area} onAdd={onAdd} />}
      </div>
      {notes !== null && <p className="small muted assets-notes">{notes}</p>}
      {assets.length > 0 ? <AssetLines assets={assets} /> : <p className="muted">{t('assets.roomEmpty')}</p>}
    </section>
  )
}

function AssetLines({ assets }: { assets: readonly Asset[] }) {
  return (
    <ul className="assets-list">
      {assets.map((asset) => (
        <li key={asset.id}>
          <AssetLine asset={asset} />
        </li>
      ))}
    </ul>
  )
}

function AssetLine({ asset: { id, name, kind, make, model } }: { asset: Asset }) {
  const second = [t(kindKey[kind]), make, model].filter((each) => each !== null && each !== name)
  return (
    <Link className="asset-line" to={paths.asset(id)}>
      <KindIcon kind={kind} />
      <span className="grow">
        <span className="asset-name">{name}</span>
        <span className="small muted">{second.join(' · ')}</span>
      </span>
    </Link>
  )
}

function NoneFound({ archived }: { archived: boolean }) {
  if (archived) return <EmptyState icon={<Archive aria-hidden />} title={t('assets.noneArchived')} />
  return (
    <EmptyState icon={<Search aria-hidden />} title={t('assets.noneFound')}>
      {t('assets.noneFoundText')}
    </EmptyState>
  )
}

const usualRooms: readonly PlainKey[] = [
  'room.kitchen',
  'room.bathroom',
  'room.living',
  'room.bedroom',
  'room.utility',
  'room.basement',
  'room.attic',
  'room.garage',
  'room.garden'
]

type FirstUseProps = { residenceId: string; mayWrite: boolean; onAdd: () => void }

/** The rooms that most homes have, each one press away. */
function FirstUse({ residenceId, mayWrite, onAdd }: FirstUseProps) {
  const { send, isPending } = useSend(createArea, {
    show: 'toast',
    onDone: ({ name }: Area) => void showToast({ text: t('room.created', { name }) })
  })
  const icon = <WashingMachine aria-hidden />
  if (!mayWrite) return <EmptyState icon={icon} title={t('assets.emptyViewer')} />
  return (
    <EmptyState
      icon={icon}
      title={t('assets.emptyTitle')}
      action={
        <Button variant="primary" onPress={onAdd}>
          {t('assets.add')}
        </Button>
      }
    >
      <p>{t('assets.emptyText')}</p>
      <ul className="assets-usual" aria-label={t('assets.suggestedRooms')}>
        {usualRooms.map((key) => (
          <li key={key}>
            <Button isPending={isPending} onPress={() => send({ params: { residenceId }, body: { name: t(key) } })}>
              <Plus aria-hidden />
              {t(key)}
            </Button>
          </li>
        ))}
      </ul>
    </EmptyState>
  )
}
