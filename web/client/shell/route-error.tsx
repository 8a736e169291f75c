import { TriangleAlert } from 'lucide-react'
import { useRouteError } from 'react-router'
import { ApiProblem } from '../../api.ts'
import { t } from '../../messages/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { Problem } from '../loaded.tsx'

/** A page that could not be shown: a failed reading in its words, anything else as our fault. */
export function RouteError() {
  const error = useRouteError()
  if (error instanceof ApiProblem) return <Problem error={error} onRetry={reload} />
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

function reload(): void {
  location.reload()
}
