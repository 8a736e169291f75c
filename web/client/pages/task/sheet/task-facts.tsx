import {
  Banknote,
  DoorOpen,
  Gauge,
  Repeat,
  StickyNote,
  Tag,
  Timer,
  UserRound,
  WashingMachine,
  Wrench
} from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { getArea, getAsset } from '#contract/assets.ts'
import { getContractor } from '#contract/contractors.ts'
import { getMeter } from '#contract/meters.ts'
import { updateTask, type Task } from '#contract/tasks.ts'
import { etagOf, q } from '../../../../api.ts'
import { formatMinutes, formatMoney } from '../../../../messages/formats.ts'
import { activeLanguage, activeLocale, t } from '../../../../messages/i18n.ts'
import { Select } from '../../../../ui/select.tsx'
import { paths } from '../../../paths.ts'
import { useSend } from '../../../use-send.ts'
import { givenTo } from '../assignment.ts'
import { amountWords } from '../../meters/unit-words.ts'
import { asSentence, scheduleSentence } from '../sentence/schedule-sentence.ts'
import type { Home } from '../use-home.ts'
import { categoryKey, rotationKey } from '../words.ts'

/** What the task is: its rhythm, its people, its notes and what it takes. */
export function TaskFacts({ task, home }: { task: Task; home: Home }) {
  const said = scheduleSentence(task.schedule, {
    language: activeLanguage(),
    locale: activeLocale(),
    anchorOn: task.schedule.kind === 'once' ? task.dueOn : task.anchorOn
  })
  return (
    <dl className="task-facts">
      <Fact icon={<Repeat aria-hidden />} name={t('task.rhythm')}>
        {asSentence(said)}
      </Fact>
      <Fact icon={<UserRound aria-hidden />} name={t('task.who')}>
        <Assignee task={task} home={home} />
      </Fact>
      {task.meter !== null && (
        <Fact icon={<Gauge aria-hidden />} name={t('meters.meter')}>
          <MeterFact meter={task.meter} />
        </Fact>
      )}
      {task.assetId !== null && (
        <Fact icon={<WashingMachine aria-hidden />} name={t('task.asset')}>
          <AssetLink assetId={task.assetId} />
        </Fact>
      )}
      {task.areaId !== null && (
        <Fact icon={<DoorOpen aria-hidden />} name={t('task.area')}>
          <AreaName areaId={task.areaId} />
        </Fact>
      )}
      {task.contractorId !== null && (
        <Fact icon={<Wrench aria-hidden />} name={t('contractors.choose')}>
          <Tradesperson contractorId={task.contractorId} />
        </Fact>
      )}
      {task.notes !== null && (
        <Fact icon={<StickyNote aria-hidden />} name={t('task.notes')}>
          <p className="task-notes">{task.notes}</p>
        </Fact>
      )}
      <Fact icon={<Tag aria-hidden />} name={t('task.category')}>
        {t(categoryKey[task.category])}
      </Fact>
      {task.estimatedMinutes !== null && (
        <Fact icon={<Timer aria-hidden />} name={t('task.estimatedMinutes')}>
          {formatMinutes(task.estimatedMinutes)}
        </Fact>
      )}
      {task.estimatedCost !== null && (
        <Fact icon={<Banknote aria-hidden />} name={t('task.estimatedCost')}>
          {formatMoney(task.estimatedCost)}
        </Fact>
      )}
    </dl>
  )
}

function Fact({ icon, name, children }: { icon: ReactNode; name: string; children: ReactNode }) {
  return (
    <div className="task-fact">
      <dt>
        {icon}
        {name}
      </dt>
      <dd>{children}</dd>
    </div>
  )
}

function MeterFact({ meter: { meterId, every, countedFrom } }: { meter: NonNullable<Task['meter']> }) {
  const { data } = useQuery(q(getMeter, { params: { meterId } }))
  if (data === undefined) return <>…</>
  const { unit, position, name } = data
  const used = position === null || countedFrom === null ? undefined : amountWords(position - countedFrom, unit)
  return (
    <p>
      {`${name}: ${t('meters.factEvery', { amount: amountWords(every, unit) })}`}
      {used !== undefined && <span className="muted">{` · ${t('meters.factSince', { amount: used })}`}</span>}
    </p>
  )
}

function AssetLink({ assetId }: { assetId: string }) {
  const { data } = useQuery(q(getAsset, { params: { assetId } }))
  return <Link to={paths.asset(assetId)}>{data?.name ?? '…'}</Link>
}

function AreaName({ areaId }: { areaId: string }) {
  const { data } = useQuery(q(getArea, { params: { areaId } }))
  return <>{data?.name ?? '…'}</>
}

function Tradesperson({ contractorId }: { contractorId: string }) {
  const { data } = useQuery(q(getContractor, { params: { contractorId } }))
  if (data === undefined) return null
  return <Link to={paths.contractor(data.residenceId, contractorId)}>{data.name}</Link>
}

const anyone = 'anyone'

function Assignee({ task, home }: { task: Task; home: Home }) {
  const { send, isPending } = useSend(updateTask, { show: 'toast' })
  const { assignment } = task
  const people = home.members.map(({ userId, displayName }) => ({ value: userId, label: displayName }))
  const isRotating = assignment.rotation !== 'fixed' && assignment.memberIds.length > 1
  const current = assignment.currentId ?? anyone
  if (!home.may('task.write')) return <p>{home.nameOf(assignment.currentId) ?? t('task.anyone')}</p>
  return (
    <>
      <Select
        className="task-assignee"
        label={t('task.whoseTurn')}
        hideLabel
        options={[{ value: anyone, label: t('task.anyone') }, ...people]}
        value={current}
        isDisabled={isPending}
        onChange={(userId) => {
          if (userId === current) return
          const body = { assignment: givenTo(assignment, userId === anyone ? null : userId) }
          const ifMatch = etagOf(task)
          send({ params: { taskId: task.id }, body, ...(ifMatch === undefined ? {} : { ifMatch }) })
        }}
      />
      {isRotating && <p className="small muted">{t(rotationKey[assignment.rotation])}</p>}
    </>
  )
}
