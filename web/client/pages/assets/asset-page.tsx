import './assets.css'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useParams, useSearchParams } from 'react-router'
import { getAsset, type Asset } from '#contract/assets.ts'
import { q } from '../../../api.ts'
import { formatDay } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button, LinkButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { later } from '../../later.ts'
import { Loaded } from '../../loaded.tsx'
import { Page } from '../../page.tsx'
import { paths, searchWithNewTask } from '../../paths.ts'
import { TaskResults } from '../board/task-results.tsx'
import { LinkedPapers } from '../papers/linked-papers.tsx'
import { MetersCard } from '../meters/meters-card.tsx'
import { useHome, type Home } from '../task/use-home.ts'
import { AssetCosts } from './asset-costs.tsx'
import { AssetFacts } from './asset-facts.tsx'
import { AssetHistory } from './asset-history.tsx'
import { AssetMenu } from './asset-menu.tsx'

const AssetIdeas = lazy(async () => ({ default: (await later(import('../ideas/asset-ideas.tsx'))).AssetIdeas }))

/** One appliance: what it is, what it needs, what was done to it and what it cost. */
export function AssetPage() {
  const { assetId = '' } = useParams()
  const query = useQuery(q(getAsset, { params: { assetId } }))
  const home = useHome(query.data?.residenceId)
  const { data: asset } = query
  return (
    <Page
      title={asset?.name ?? t('asset.title')}
      {...(asset && {
        back: paths.assets(asset.residenceId),
        actions: home.home && <AssetMenu asset={asset} home={home} residence={home.home} />
      })}
      content={
        <Loaded query={query} skeleton={[8, 8, 8]}>
          {(shown) => <AssetCards key={shown.id} asset={shown} home={home} />}
        </Loaded>
      }
    >
      {home.home?.name}
    </Page>
  )
}

function AssetCards({ asset, home }: { asset: Asset; home: Home }) {
  return (
    <div className="stack">
      {asset.archivedAt !== null && (
        <p className="asset-note">{t('asset.isArchived', { date: formatDay(asset.archivedAt) })}</p>
      )}
      <Card aria-labelledby="asset-facts">
        <h2 id="asset-facts" className="card-title">
          {t('asset.facts')}
        </h2>
        <AssetFacts asset={asset} today={home.home?.today} />
      </Card>
      <AssetTasks asset={asset} home={home} />
      <LinkedPapers
        residenceId={asset.residenceId}
        home={home}
        of={{ assetId: asset.id }}
        kind="warranty"
        empty={t('asset.noPapers')}
      />
      {home.home && <MetersCard home={home.home} assetId={asset.id} />}
      <AssetHistory asset={asset} />
      <AssetCosts asset={asset} />
    </div>
  )
}

function AssetTasks({ asset, home }: { asset: Asset; home: Home }) {
  const [search] = useSearchParams()
  const [isAdding, setAdding] = useState(false)
  return (
    <Card aria-labelledby="asset-tasks" className="card-stack">
      <h2 id="asset-tasks" className="card-title">
        {t('asset.tasks')}
      </h2>
      {home.home && (
        <TaskResults
          residenceId={asset.residenceId}
          today={home.home.today}
          filters={{ assetId: asset.id, state: 'all' }}
          home={home}
          empty={<p className="muted">{t('asset.noTasks')}</p>}
        />
      )}
      {home.may('task.write') && asset.archivedAt === null && (
        <div className="row">
          <LinkButton to={{ search: searchWithNewTask(search, asset.residenceId, { assetId: asset.id }) }}>
            <Plus aria-hidden />
            {t('asset.addTask')}
          </LinkButton>
          <Button onPress={() => setAdding(true)}>
            <Plus aria-hidden />
            {t('assetIdeas.add')}
          </Button>
        </div>
      )}
      {isAdding && (
        <Suspense>
          <AssetIdeas asset={asset} onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </Card>
  )
}
