import { useQuery } from '@tanstack/react-query'
import { Hourglass } from 'lucide-react'
import { Link, useSearchParams } from 'react-router'
import { listWaitingWork } from '#contract/guests.ts'
import { q } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { searchWithTask } from '../../paths.ts'

/** What guests have done and nobody has looked at yet. */
export function WaitingWork() {
  const { data } = useQuery(q(listWaitingWork, {}))
  const [search] = useSearchParams()
  const links = data?.items ?? []
  if (links.length === 0) return null
  return (
    <section aria-labelledby="group-waiting">
      <h2 id="group-waiting" className="today-group">
        {t('today.waiting')}
      </h2>
      <ul className="stack-small">
        {links.map(({ id, taskId, taskTitle }) => (
          <li key={id}>
            <Link className="today-waiting" to={{ search: searchWithTask(search, taskId) }}>
              <Hourglass aria-hidden />
              {t('today.waitingFor', { title: taskTitle })}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
