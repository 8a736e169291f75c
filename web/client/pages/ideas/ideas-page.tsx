import './ideas.css'
import { Lightbulb } from 'lucide-react'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { dismissSuggestion, listSuggestions, restoreSuggestion, type Suggestion } from '#contract/catalogue.ts'
import { call } from '../../../api.ts'
import { activeLanguage, t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Loaded } from '../../loaded.tsx'
import { MoreButton } from '../../more-button.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { usePages } from '../../use-pages.ts'
import { useSend } from '../../use-send.ts'
import { useHome } from '../task/use-home.ts'
import { IdeaCard } from './idea-card.tsx'
import { IdeaFilterBar, type IdeaFilters } from './idea-filters.tsx'
import { mostAtOnce } from './idea-words.ts'
import { PlanPreview } from './plan-preview.tsx'

/** What a home may need: choose, look at the year it would make, and only then add. */
export function IdeasPage() {
  const { residenceId = '' } = useParams()
  const navigate = useNavigate()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [isPlanning, setPlanning] = useState(false)
  const { home } = useHome(residenceId)

  if (isPlanning)
    return (
      <Page
        title={t('plan.title')}
        content={
          <PlanPreview
            residenceId={residenceId}
            templateIds={[...chosen]}
            backLabel={t('plan.backToIdeas')}
            onBack={() => setPlanning(false)}
            onAdded={async (tasks) => {
              showToast({ text: t('plan.added', { count: tasks.length }) })
              await navigate(paths.board(residenceId))
            }}
          />
        }
      >
        {t('plan.intro')}
      </Page>
    )
  return (
    <Page
      title={t('ideas.title')}
      content={
        <Choice residenceId={residenceId} chosen={chosen} onChoose={setChosen} onPlan={() => setPlanning(true)} />
      }
    >
      {home === undefined ? t('ideas.intro') : t('ideas.introHome', { home: home.name })}
    </Page>
  )
}

type ChoiceProps = {
  residenceId: string
  chosen: ReadonlySet<string>
  onChoose: (chosen: ReadonlySet<string>) => void
  onPlan: () => void
}

function Choice({ residenceId, chosen, onChoose, onPlan }: ChoiceProps) {
  const { may } = useHome(residenceId)
  const [filters, setFilters] = useState<IdeaFilters>({ category: undefined, who: undefined, dismissed: false })
  const params = { residenceId }
  const asked = { ...known(filters), language: activeLanguage(), limit: 20 }
  const query = usePages<Suggestion>({
    key: [listSuggestions.path, params, asked],
    read: (cursor, signal) =>
      call(listSuggestions, { params, query: { ...asked, ...(cursor === undefined ? {} : { cursor }) } }, signal)
  })
  const hide = useHiding(residenceId, (id) => onChoose(new Set([...chosen].filter((each) => each !== id))))
  const isFull = chosen.size >= mostAtOnce

  return (
    <div className="stack ideas">
      <IdeaFilterBar filters={filters} onChange={setFilters} />
      <Loaded query={query} skeleton={[9, 9, 9, 9]}>
        {(ideas) =>
          ideas.length === 0 ? (
            <NoIdeas filters={filters} />
          ) : (
            <ul className="stack-small" aria-label={t('ideas.list')} aria-busy={query.isPlaceholderData}>
              {ideas.map((suggestion) => (
                <li key={suggestion.template.id}>
                  <IdeaCard
                    suggestion={suggestion}
                    isChosen={chosen.has(suggestion.template.id)}
                    isHidden={filters.dismissed}
                    isFull={isFull}
                    onChoose={
                      may('task.write') ? (now) => onChoose(toggled(chosen, suggestion.template.id, now)) : undefined
                    }
                    onHide={may('task.write') ? () => hide(suggestion, filters.dismissed) : undefined}
                  />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      <MoreButton query={query} />
      {chosen.size > 0 && <ChosenBar count={chosen.size} onClear={() => onChoose(new Set())} onPlan={onPlan} />}
    </div>
  )
}

function ChosenBar({ count, onClear, onPlan }: { count: number; onClear: () => void; onPlan: () => void }) {
  return (
    <div className="idea-bar" role="region" aria-label={t('ideas.chosenLabel')}>
      <p aria-live="polite" className="grow">
        {t('ideas.chosen', { count })}
        {count >= mostAtOnce && <span className="small muted"> {t('ideas.full', { count: mostAtOnce })}</span>}
      </p>
      <Button variant="quiet" onPress={onClear}>
        {t('ideas.clear')}
      </Button>
      <Button variant="primary" onPress={onPlan}>
        {t('ideas.plan')}
      </Button>
    </div>
  )
}

/** Hides a suggestion, with undo, or brings it back. */
function useHiding(residenceId: string, onHidden: (templateId: string) => void) {
  const restore = useSend(restoreSuggestion, { show: 'toast' })
  const dismiss = useSend(dismissSuggestion, {
    show: 'toast',
    onDone: (_, { params }) => {
      onHidden(params.templateId)
      showToast({
        text: t('ideas.hiddenNow'),
        action: { label: t('action.undo'), onAction: () => restore.send({ params }) }
      })
    }
  })
  return ({ template }: Suggestion, isHidden: boolean) => {
    const input = { params: { residenceId, templateId: template.id } }
    if (isHidden) restore.send(input)
    else dismiss.send(input)
  }
}

function NoIdeas({ filters }: { filters: IdeaFilters }) {
  const isFiltered = filters.dismissed || filters.category !== undefined || filters.who !== undefined
  return (
    <EmptyState
      icon={<Lightbulb aria-hidden />}
      title={t(filters.dismissed ? 'ideas.noneHidden' : isFiltered ? 'ideas.noneFiltered' : 'ideas.none')}
    >
      {t(isFiltered ? 'ideas.noneFilteredText' : 'ideas.noneText')}
    </EmptyState>
  )
}

/** The filters that are set. */
function known({ category, who, dismissed }: IdeaFilters) {
  return { ...(category && { category }), ...(who && { who }), ...(dismissed && { dismissed }) }
}

function toggled(chosen: ReadonlySet<string>, id: string, now: boolean): ReadonlySet<string> {
  return now ? new Set([...chosen, id]) : new Set([...chosen].filter((each) => each !== id))
}
