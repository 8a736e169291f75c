import './labels.css'
import { Printer } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { getAsset, listAssets, type Asset } from '#contract/assets.ts'
import { call, q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { Loaded } from '../../loaded.tsx'
import { MoreButton } from '../../more-button.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { QrCode } from '../../qr-code.tsx'
import { usePages } from '../../use-pages.ts'
import { useAreas } from './use-areas.ts'

/** Labels to stick on, each of which opens its appliance: of one that the address names, or of those that are chosen. */
export function LabelsPage() {
  const { residenceId = '' } = useParams()
  const [search] = useSearchParams()
  const only = search.get('only')
  return (
    <Page
      title={t('labels.title')}
      back={paths.assets(residenceId)}
      content={only === null ? <ManyLabels residenceId={residenceId} /> : <OneLabel assetId={only} />}
    >
      {t('labels.intro')}
    </Page>
  )
}

function OneLabel({ assetId }: { assetId: string }) {
  const query = useQuery(q(getAsset, { params: { assetId } }))
  return (
    <Loaded query={query} skeleton={[4, 10]}>
      {(asset) => (
        <div className="stack">
          <div className="no-print">
            <PrintButton count={1} />
          </div>
          <LabelSheet residenceId={asset.residenceId} assets={[asset]} />
        </div>
      )}
    </Loaded>
  )
}

function ManyLabels({ residenceId }: { residenceId: string }) {
  const params = { residenceId }
  const query = usePages<Asset>({
    key: [listAssets.path, params, 'labels'],
    read: (cursor, signal) =>
      call(listAssets, { params, query: { limit: 100, ...(cursor === undefined ? {} : { cursor }) } }, signal)
  })
  return (
    <Loaded query={query} skeleton={[4, 10]}>
      {(assets) =>
        assets.length === 0 ? (
          <EmptyState icon={<Printer aria-hidden />} title={t('labels.none')} />
        ) : (
          <>
            <Choice key={residenceId} residenceId={residenceId} assets={assets} />
            <MoreButton query={query} className="no-print" />
          </>
        )
      }
    </Loaded>
  )
}

/** All that are loaded, but those that are taken out: so what is loaded later is chosen too. */
function Choice({ residenceId, assets }: { residenceId: string; assets: readonly Asset[] }) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const chosen = assets.filter(({ id }) => !left.has(id))
  return (
    <div className="stack">
      <fieldset className="no-print">
        <legend className="field-label">{t('labels.choose')}</legend>
        <div className="labels-choice">
          {assets.map(({ id, name }) => (
            <Checkbox
              key={id}
              isSelected={!left.has(id)}
              onChange={(isChosen) => setLeft(isChosen ? without(left, id) : new Set([...left, id]))}
            >
              {name}
            </Checkbox>
          ))}
        </div>
      </fieldset>
      <div className="row no-print">
        <PrintButton count={chosen.length} />
        <Button onPress={() => setLeft(new Set())}>{t('labels.all')}</Button>
        <Button onPress={() => setLeft(new Set(assets.map(({ id }) => id)))}>{t('labels.clear')}</Button>
      </div>
      <LabelSheet residenceId={residenceId} assets={chosen} />
    </div>
  )
}

function PrintButton({ count }: { count: number }) {
  return (
    <Button variant="primary" isDisabled={count === 0} onPress={() => globalThis.print()}>
      <Printer aria-hidden />
      {t('labels.print', { count })}
    </Button>
  )
}

function LabelSheet({ residenceId, assets }: { residenceId: string; assets: readonly Asset[] }) {
  const { data: areas = [] } = useAreas(residenceId)
  return (
    <ul className="label-sheet" aria-label={t('labels.preview')}>
      {assets.map((asset) => (
        <li key={asset.id} className="label">
          <Label asset={asset} room={areas.find(({ id }) => id === asset.areaId)?.name} />
        </li>
      ))}
    </ul>
  )
}

function Label({ asset: { id, name, make, model }, room }: { asset: Asset; room: string | undefined }) {
  const second = [make, model].filter((each) => each !== null).join(' ')
  return (
    <>
      <QrCode text={new URL(paths.asset(id), location.origin).href} label={t('labels.opens', { name })} />
      <span className="label-words">
        <span className="label-name">{name}</span>
        {second !== '' && <span>{second}</span>}
        {room !== undefined && <span>{room}</span>}
      </span>
    </>
  )
}

function without(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set([...ids].filter((each) => each !== id))
}
