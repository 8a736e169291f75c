import { lazy, Suspense, useSyncExternalStore } from 'react'
import { t } from '../../messages/i18n.ts'
import { toasts } from '../../ui/toast.ts'
import { later } from '../later.ts'

const ToastRegion = lazy(async () => ({
  default: (await later(import('../../ui/toast-region.tsx'), 'base')).ToastRegion
}))

/** Fetches the toast region when there is a first toast to show. */
export function ToastHost() {
  const some = useSyncExternalStore(
    (listener) => toasts.subscribe(listener),
    () => toasts.visibleToasts.length > 0
  )
  return some ? (
    <Suspense>
      <ToastRegion label={t('app.notes')} closeLabel={t('app.close')} />
    </Suspense>
  ) : null
}
