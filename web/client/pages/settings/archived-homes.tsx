import { useQuery } from '@tanstack/react-query'
import { Archive } from 'lucide-react'
import { Link } from 'react-router'
import { listResidences } from '#contract/residences.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { HomeIcon } from '../../home-icon.tsx'
import { paths } from '../../paths.ts'

/** The way to homes that were put away; nothing when there are none. */
export function ArchivedHomes() {
  const { data } = useQuery(q(listResidences, { query: { archived: true, limit: 100 } }))
  if (data === undefined || data.items.length === 0) return null
  return (
    <Card aria-labelledby="archived">
      <h2 id="archived" className="card-title">
        {t('settings.archived')}
      </h2>
      <ul>
        {data.items.map((home) => (
          <li key={home.id}>
            <Link to={paths.home(home.id)} className="button button-quiet">
              <HomeIcon home={home} otherwise={<Archive aria-hidden />} />
              {home.name}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}
