import { useSearchParams } from 'react-router'
import type { Asset } from '#contract/assets.ts'
import { listCompletions, type Completion } from '#contract/completions.ts'
import { call } from '../../../api.ts'
import { formatDate } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { Loaded } from '../../loaded.tsx'
import { MoreButton } from '../../more-button.tsx'
import { searchWithTask } from '../../paths.ts'
import { usePages } from '../../use-pages.ts'
import { CompletionEntry } from '../history/completion-entry.tsx'

/** What was done to it, newest first. */
export function AssetHistory({ asset }: { asset: Asset }) {
  const [search] = useSearchParams()
  const params = { residenceId: asset.residenceId }
  const asked = { assetId: asset.id, limit: 10 }
  const query = usePages<Completion>({
    key: [listCompletions.path, params, asked],
    read: (cursor, signal) =>
      call(listCompletions, { params, query: { ...asked, ...(cursor === undefined ? {} : { cursor }) } }, signal)
  })
  return (
    <Card aria-labelledby="asset-history" className="card-stack">
      <h2 id="asset-history" className="card-title">
        {t('asset.history')}
      </h2>
      <Loaded query={query} skeleton={[4, 4]}>
        {(entries) =>
          entries.length === 0 ? (
            <p className="muted">{t('asset.noHistory')}</p>
          ) : (
            <ol className="stack-small list-plain">
              {entries.map((completion) => (
                <li key={completion.id}>
                  <time className="small muted" dateTime={completion.completedOn}>
                    {formatDate(completion.completedOn, 'long')}
                  </time>
                  <CompletionEntry completion={completion} taskSearch={searchWithTask(search, completion.taskId)} />
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
      <MoreButton query={query} />
    </Card>
  )
}
