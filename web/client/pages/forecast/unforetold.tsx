import { Link } from 'react-router'
import type { Forecast, Unforetold as Entry } from '#contract/forecast.ts'
import { formatList } from '../../../messages/formats.ts'
import { t, type PlainKey } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { LinkButton } from '../../../ui/button.tsx'
import { paths } from '../../paths.ts'

const factKey: Record<Entry['missing'][number], PlainKey> = {
  installedOn: 'forecast.missing.installedOn',
  expectedLifeYears: 'forecast.missing.expectedLifeYears',
  price: 'forecast.missing.price'
}

type UnforetoldProps = { forecast: Forecast; mayAdd: boolean }

/** What lacks something, and what; where it can be added. */
export function Unforetold({ forecast: { unforetold, unforetoldCount }, mayAdd }: UnforetoldProps) {
  return (
    <Card aria-labelledby="unforetold" className="card-stack">
      <h2 id="unforetold" className="card-title">
        {t('forecast.missing')}
      </h2>
      {mayAdd && <p className="muted">{t('forecast.missingText')}</p>}
      <ul className="unforetold">
        {unforetold.map(({ assetId, name, missing }) => (
          <li key={assetId}>
            <div>
              <Link to={paths.asset(assetId)}>{name}</Link>
              <p className="small muted">
                {t('forecast.missingOf', { facts: formatList(missing.map((fact) => t(factKey[fact]))) })}
              </p>
            </div>
            {mayAdd && (
              <LinkButton to={paths.asset(assetId)} aria-label={t('forecast.add', { name })}>
                {t('forecast.addShort')}
              </LinkButton>
            )}
          </li>
        ))}
      </ul>
      {unforetoldCount > unforetold.length && (
        <p className="muted">{t('forecast.more', { count: unforetoldCount - unforetold.length })}</p>
      )}
    </Card>
  )
}
