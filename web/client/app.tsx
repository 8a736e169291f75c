import { QueryClientProvider } from '@tanstack/react-query'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { useSyncExternalStore } from 'react'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { activeLanguage, activeLocale, onLanguageChange } from '../messages/i18n.ts'
import { keepAnswers } from './offline/keep-answers.ts'
import { paths } from './paths.ts'
import { mayBeSignedIn, rememberSignedIn } from './preferences.ts'
import { onSessionEnd, queryClient } from './query-client.ts'
import { routesOf } from './routes.ts'
import { loadEntrance, loadShell, toCurrentHome } from './session.ts'
import { Entrance } from './shell/entrance.tsx'
import { RouteError } from './shell/route-error.tsx'
import { Starting } from './shell/starting.tsx'
import { ToastHost } from './shell/toast-host.tsx'
import { PlanHost } from './plan/plan-host.tsx'
import { StepUpHost } from './step-up/step-up-host.tsx'

keepAnswers() // before the router begins to read
const router = createBrowserRouter(routesOf({ Entrance, RouteError, Starting, loadShell, loadEntrance, toCurrentHome }))

onSessionEnd(() => {
  // several readings may learn of it at once; the first one acts
  if (!mayBeSignedIn()) return
  const { pathname, search } = router.state.location
  rememberSignedIn(false)
  void router.navigate(paths.signIn({ next: `${pathname}${search}`, ended: true }))
})

export function App() {
  const language = useSyncExternalStore(onLanguageChange, activeLanguage)
  return (
    // another language draws everything anew; the router outlives it, so one stays where one is
    <I18nProvider key={language} locale={activeLocale()}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <ToastHost />
        <StepUpHost />
        <PlanHost onSeePlan={() => void router.navigate(paths.plan())} />
      </QueryClientProvider>
    </I18nProvider>
  )
}
