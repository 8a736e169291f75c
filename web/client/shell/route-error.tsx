import { Sparkles, TriangleAlert } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { isRouteErrorResponse, useRouteError } from 'react-router'
import { ApiProblem } from '../../api.ts'
import { t } from '../../messages/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { Problem } from '../loaded.tsx'
import { later } from '../later.ts'

const NotFoundPage = lazy(async () => ({
  default: (await later(import('../pages/not-found-page.tsx'), 'base')).NotFoundPage
}))

/** A page that could not be shown: a failed reading in its words, anything else as our fault. */
export function RouteError() {
  const error = useRouteError()
  if (error instanceof ApiProblem) return <Problem error={error} onRetry={reload} />
  if (isRouteErrorResponse(error) && error.status === 404)
    return (
      <Suspense>
        <NotFoundPage />
      </Suspense>
    )
  if (isMissingFile(error)) return <MissingFile />
  return (
    <ErrorState
      icon={<TriangleAlert aria-hidden />}
      title={t('state.errorTitle')}
      action={
        <Button variant="primary" onPress={reload}>
          {t('action.retry')}
        </Button>
      }
    >
      {t('state.errorSafe')}
    </ErrorState>
  )
}

/** The files of a page could not be fetched: there is no connection, or a new version took their place. */
function MissingFile() {
  if (!navigator.onLine) return <Problem error={new ApiProblem('offline')} onRetry={reload} />
  return (
    <EmptyState
      icon={<Sparkles aria-hidden />}
      title={t('app.update')}
      action={
        <Button variant="primary" onPress={reload}>
          {t('app.reload')}
        </Button>
      }
    />
  )
}

/** Each browser has its own words for it and no code. */
function isMissingFile(error: unknown): boolean {
  return error instanceof TypeError && /dynamically imported module|module script/i.test(error.message)
}

function reload(): void {
  location.reload()
}
