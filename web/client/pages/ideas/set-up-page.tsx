import './ideas.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate, useParams, useSearchParams } from 'react-router'
import { listSuggestions, type Suggestion } from '#contract/catalogue.ts'
import { getResidence, updateResidence, type HomeProfile, type Residence } from '#contract/residences.ts'
import { etagOf, q } from '../../../api.ts'
import { activeLanguage, t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Form } from '../../form.tsx'
import { Loaded } from '../../loaded.tsx'
import { Page } from '../../page.tsx'
import { paths } from '../../paths.ts'
import { useSend } from '../../use-send.ts'
import { ProfileInputs } from '../home/profile-inputs.tsx'
import { PlanPreview } from './plan-preview.tsx'

/** After making a home: what is in it, and a year to accept or trim. Can be left at any time and taken up again. */
export function SetUpPage() {
  const { residenceId = '' } = useParams()
  const [search] = useSearchParams()
  return search.get('step') === 'plan' ? (
    <PlanStep residenceId={residenceId} />
  ) : (
    <ProfileStep residenceId={residenceId} />
  )
}

function ProfileStep({ residenceId }: { residenceId: string }) {
  const query = useQuery(q(getResidence, { params: { residenceId } }))
  return (
    <Page
      title={t('setUp.title')}
      actions={<LinkButton to={paths.setUp(residenceId, 'plan')}>{t('setUp.skip')}</LinkButton>}
      content={
        <Loaded query={query} skeleton={[20]}>
          {(home) => <Questions key={home.id} home={home} />}
        </Loaded>
      }
    >
      {t('setUp.intro')}
    </Page>
  )
}

function Questions({ home }: { home: Residence }) {
  const navigate = useNavigate()
  const [profile, setProfile] = useState<HomeProfile>(home.profile)
  const onward = () => navigate(paths.setUp(home.id, 'plan'))
  const sending = useSend(updateResidence, { onDone: onward })
  return (
    <Card>
      <Form
        check={() => true}
        sending={sending}
        submitLabel={t('setUp.toPlan')}
        onSubmit={() => {
          const ifMatch = etagOf(home)
          sending.send({
            params: { residenceId: home.id },
            body: { profile },
            ...(ifMatch === undefined ? {} : { ifMatch })
          })
        }}
      >
        <p className="muted">{t('home.profileHint')}</p>
        <ProfileInputs draft={profile} setDraft={setProfile} />
      </Form>
    </Card>
  )
}

function PlanStep({ residenceId }: { residenceId: string }) {
  const navigate = useNavigate()
  const query = useQuery(
    q(listSuggestions, { params: { residenceId }, query: { language: activeLanguage(), limit: 50 } })
  )
  const [asked, setAsked] = useState<readonly string[]>()
  // what is proposed stays while the home changes beneath it
  if (asked === undefined && query.data !== undefined) setAsked(proposed(query.data.items))
  return (
    <Page
      title={t('setUp.planTitle')}
      actions={<LinkButton to={paths.board(residenceId)}>{t('setUp.notNow')}</LinkButton>}
      content={
        <Loaded query={query} skeleton={[10, 12]}>
          {() =>
            asked === undefined || asked.length === 0 ? (
              <EmptyState title={t('ideas.none')}>{t('ideas.noneText')}</EmptyState>
            ) : (
              <PlanPreview
                residenceId={residenceId}
                templateIds={asked}
                backLabel={t('setUp.otherIdeas')}
                onBack={() => void navigate(paths.ideas(residenceId))}
                onAdded={async (tasks) => {
                  showToast({ text: t('plan.added', { count: tasks.length }) })
                  await navigate(paths.board(residenceId))
                }}
              />
            )
          }
        </Loaded>
      }
    >
      {t('setUp.planIntro')}
    </Page>
  )
}

/** A year that a household can keep: what matters most of what the home is known to need. */
function proposed(suggestions: readonly Suggestion[]): string[] {
  return suggestions
    .filter(({ why }) => why.every(({ code }) => code !== 'home_may_have'))
    .slice(0, proposedTasks)
    .map(({ template }) => template.id)
}
const proposedTasks = 15
