import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { getArea, type Asset } from '#contract/assets.ts'
import { q } from '../../../api.ts'
import { formatDate, formatMoney } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { paths } from '../../paths.ts'
import { kindKey } from './kind-words.ts'

/** What is known of it, and nothing of what is not. */
export function AssetFacts({ asset, today }: { asset: Asset; today: string | undefined }) {
  const room = useQuery({ ...q(getArea, { params: { areaId: asset.areaId ?? '' } }), enabled: asset.areaId !== null })
  const facts: [label: string, value: string | null | undefined][] = [
    [t('asset.kind'), t(kindKey[asset.kind])],
    [t('asset.room'), asset.areaId === null ? null : room.data?.name],
    [t('asset.make'), asset.make],
    [t('asset.model'), asset.model],
    [t('asset.serial'), asset.serial],
    [t('asset.installedOn'), asset.installedOn && formatDate(asset.installedOn, 'long')],
    [t('asset.price'), asset.price && formatMoney(asset.price)],
    [t('asset.life'), lifeWords(asset.expectedLifeYears)]
  ]
  const known = facts.flatMap(([label, value]) => (value === null || value === undefined ? [] : [{ label, value }]))
  return (
    <>
      <dl className="asset-facts">
        {known.map(({ label, value }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {asset.warranty !== null && (
          <div>
            <dt>{t('asset.warrantyEndsOn')}</dt>
            <dd>
              <Warranty asset={asset} warranty={asset.warranty} today={today} />
            </dd>
          </div>
        )}
      </dl>
      {known.length === 1 && asset.warranty === null && <p className="small muted">{t('asset.noFacts')}</p>}
      {asset.notes !== null && <p className="asset-notes">{asset.notes}</p>}
    </>
  )
}

function lifeWords(years: number | null): string | null {
  return years === null ? null : t('asset.lifeYears', { count: years })
}

type WarrantyProps = { asset: Asset; warranty: NonNullable<Asset['warranty']>; today: string | undefined }

/** The last day, and the paper that says so where it is not noted of the appliance itself. */
function Warranty({ asset: { residenceId }, warranty: { endsOn, documentId }, today }: WarrantyProps) {
  const isOver = today !== undefined && endsOn < today
  const words = `${formatDate(endsOn, 'long')}${isOver ? ` (${t('asset.warrantyOver')})` : ''}`
  return documentId === null ? words : <Link to={paths.paper(residenceId, documentId)}>{words}</Link>
}
