import './ideas.css'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useState } from 'react'
import type { Asset } from '#contract/assets.ts'
import { listAssetSuggestions, type AssetSuggestion } from '#contract/catalogue.ts'
import { q } from '../../../api.ts'
import { formatMinutes } from '../../../messages/formats.ts'
import { activeLanguage, activeLocale, t } from '../../../messages/i18n.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Sheet } from '../../../ui/dialog.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Loaded } from '../../loaded.tsx'
import { scheduleSentence } from '../task/sentence/schedule-sentence.ts'
import { PlanPreview } from './plan-preview.tsx'

/** What an appliance of its kind needs: choose, look at the year it would make, add it in one go. */
export function AssetIdeas({ asset, onClose }: { asset: Asset; onClose: () => void }) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [isPlanning, setPlanning] = useState(false)
  const query = useQuery(
    q(listAssetSuggestions, { params: { assetId: asset.id }, query: { language: activeLanguage() } })
  )
  const wanted = query.data?.items.filter((each) => isOpen(each) && !left.has(each.template.id)) ?? []
  const choose = (templateId: string, isIn: boolean) =>
    setLeft(isIn ? new Set([...left].filter((id) => id !== templateId)) : new Set(left).add(templateId))

  return (
    <Sheet
      isOpen
      onClose={onClose}
      title={t('assetIdeas.title', { name: asset.name })}
      closeLabel={t('app.close')}
      footer={
        !isPlanning &&
        wanted.length > 0 && (
          <Button variant="primary" onPress={() => setPlanning(true)}>
            {t('ideas.plan')}
          </Button>
        )
      }
    >
      {isPlanning ? (
        <PlanPreview
          residenceId={asset.residenceId}
          templateIds={wanted.map(({ template }) => template.id)}
          assetId={asset.id}
          backLabel={t('plan.backToIdeas')}
          onBack={() => setPlanning(false)}
          onAdded={(tasks) => {
            showToast({ text: t('plan.added', { count: tasks.length }) })
            onClose()
          }}
        />
      ) : (
        <Loaded query={query} skeleton={[5, 5, 5]}>
          {({ items }) =>
            items.length === 0 ? (
              <p className="muted">{t('assetIdeas.none')}</p>
            ) : (
              <ul className="stack-small" aria-label={t('ideas.list')}>
                {items.map((each) => (
                  <li key={each.template.id}>
                    <Idea suggestion={each} isChosen={!left.has(each.template.id)} onChoose={choose} />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      )}
    </Sheet>
  )
}

function isOpen({ isPlanned }: AssetSuggestion): boolean {
  return !isPlanned
}

type IdeaProps = {
  suggestion: AssetSuggestion
  isChosen: boolean
  onChoose: (templateId: string, isIn: boolean) => void
}

function Idea({ suggestion: { template, why, isPlanned }, isChosen, onChoose }: IdeaProps) {
  const sentence = scheduleSentence(template.schedule, { language: activeLanguage(), locale: activeLocale() })
  return (
    <article className={`idea ${isChosen && !isPlanned ? 'idea-chosen' : ''}`} aria-label={template.title}>
      {isPlanned ? (
        <p className="row">
          <strong>{template.title}</strong>
          <Badge tone="completed" icon={<CircleCheck aria-hidden />}>
            {t('assetIdeas.planned')}
          </Badge>
        </p>
      ) : (
        <Checkbox isSelected={isChosen} onChange={(isIn) => onChoose(template.id, isIn)}>
          {template.title}
        </Checkbox>
      )}
      <p className="small muted">
        {sentence} · {formatMinutes(template.minutes)}
      </p>
      <p className="small">{why.map(({ text }) => text).join(' ')}</p>
    </article>
  )
}
