import { useQuery } from '@tanstack/react-query'
import { getAssetCosts, type Asset, type YearCost } from '#contract/assets.ts'
import { q } from '../../../api.ts'
import { formatMoney } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { Loaded } from '../../loaded.tsx'
import { totals } from './totals.ts'

/** Its price, what was spent on it since, and that by year. */
export function AssetCosts({ asset }: { asset: Asset }) {
  const query = useQuery(q(getAssetCosts, { params: { assetId: asset.id } }))
  return (
    <Card aria-labelledby="asset-costs">
      <h2 id="asset-costs" className="card-title">
        {t('asset.costs')}
      </h2>
      <Loaded query={query} skeleton={[3]}>
        {({ items }) =>
          items.length === 0 && asset.price === null ? (
            <p className="muted">{t('asset.noCosts')}</p>
          ) : (
            <Costs asset={asset} items={items} />
          )
        }
      </Loaded>
    </Card>
  )
}

function Costs({ asset, items }: { asset: Asset; items: readonly YearCost[] }) {
  return (
    <dl className="asset-facts">
      {asset.price !== null && (
        <div>
          <dt>{t('asset.bought')}</dt>
          <dd className="figures">{formatMoney(asset.price)}</dd>
        </div>
      )}
      {items.length > 0 && (
        <div>
          <dt>{t('asset.spent')}</dt>
          <dd className="figures">{totals(items).map(formatMoney).join(' + ')}</dd>
        </div>
      )}
      {[...Map.groupBy(items, ({ year }) => year)].map(([year, ofYear]) => (
        <div key={year}>
          <dt>{year}</dt>
          <dd className="figures">{totals(ofYear).map(formatMoney).join(' + ')}</dd>
        </div>
      ))}
    </dl>
  )
}
