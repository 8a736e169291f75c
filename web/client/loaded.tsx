import { CloudOff, DoorClosed, SearchX, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiProblem } from '../api.ts'
import { t } from '../messages/i18n.ts'
import { Button } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { problemText } from './problem-text.ts'

export type LoadedProps<T> = {
  /** A reading of one answer or of several pages. */
  query: { data: T | undefined; error: unknown; refetch: () => unknown }
  /** Heights in rem of the bars shown while loading. */
  skeleton?: readonly number[]
  children: (data: T) => ReactNode
}

/** The states of a reading: loading, no connection, no right, not here, failed; else its content. Old data stays in sight. */
export function Loaded<T>({ query, skeleton, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error !== null) return <Problem error={query.error} onRetry={query.refetch} />
  return <Skeleton label={t('app.loading')} {...(skeleton ? { heights: skeleton } : {})} />
}

/** A failed reading in words, with a way on. */
export function Problem({ error, onRetry }: { error: unknown; onRetry: () => unknown }) {
  const problem = error instanceof ApiProblem ? error : new ApiProblem('unexpected_answer')
  const again = (
    <Button variant="primary" onPress={() => void onRetry()}>
      {t('action.retry')}
    </Button>
  )
  if (problem.code === 'offline')
    return (
      <EmptyState icon={<CloudOff aria-hidden />} title={t('state.offlineTitle')} action={again}>
        {t('state.offlineText')}
      </EmptyState>
    )
  if (problem.code === 'step_up_required')
    return <EmptyState icon={<DoorClosed aria-hidden />} title={problemText(problem)} action={again} />
  if (problem.status === 403)
    return (
      <EmptyState icon={<DoorClosed aria-hidden />} title={t('state.noRightTitle')}>
        {problem.code === 'not_allowed' ? t('state.noRightText') : problemText(problem)}
      </EmptyState>
    )
  if (problem.status === 404)
    return (
      <EmptyState icon={<SearchX aria-hidden />} title={t('state.notFoundTitle')}>
        {t('state.notFoundText')}
      </EmptyState>
    )
  const requestId = problem.requestId === undefined ? undefined : t('state.requestId', { id: problem.requestId })
  return (
    <ErrorState icon={<TriangleAlert aria-hidden />} title={t('state.errorTitle')} action={again} requestId={requestId}>
      {problemText(problem)}
    </ErrorState>
  )
}
