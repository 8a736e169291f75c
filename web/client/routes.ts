import type { ComponentType } from 'react'
import type { LoaderFunction, RouteObject } from 'react-router'
import { getBoard, getToday } from '#contract/board.ts'
import { q } from '../api.ts'
import { readAhead } from './query-client.ts'
import { later } from './later.ts'

/** What is part of the first file; everything else comes when its page is opened. */
export type Frame = {
  /** Signed-out frame: the mark and a card. */
  Entrance: ComponentType
  RouteError: ComponentType
  Starting: ComponentType
  loadShell: LoaderFunction
  loadEntrance: LoaderFunction
  /** Goes to the board, calendar, history or home of the residence in use. */
  toCurrentHome: (page: 'home' | 'board' | 'calendar' | 'history') => LoaderFunction
}

/** The route table. Free of JSX, so that node:test can match every link against it. */
export function routesOf(frame: Frame): RouteObject[] {
  const { Entrance, RouteError, Starting, loadShell, loadEntrance, toCurrentHome } = frame
  return [
    {
      ErrorBoundary: RouteError,
      HydrateFallback: Starting,
      children: [
        {
          Component: Entrance,
          loader: loadEntrance,
          children: [{ ErrorBoundary: RouteError, children: entrancePages }]
        },
        {
          // without the loader: a mailed link works whether or not one is signed in
          Component: Entrance,
          children: [{ ErrorBoundary: RouteError, children: [resetPage, stopPage, ...providerPages] }]
        },
        provePage,
        {
          path: '/job',
          lazy: async () => ({ Component: (await later(import('./pages/guest/guest-page.tsx'))).GuestPage })
        },
        {
          path: '/join',
          lazy: async () => ({ Component: (await later(import('./pages/join/join-page.tsx'))).JoinPage })
        },
        {
          path: '/take-over',
          lazy: async () => ({ Component: (await later(import('./pages/join/take-over-page.tsx'))).TakeOverPage })
        },
        {
          id: 'shell',
          lazy: async () => ({ Component: (await later(import('./shell/shell.tsx'), 'daily')).Shell }),
          loader: loadShell,
          shouldRevalidate: () => false,
          children: [
            {
              ErrorBoundary: RouteError,
              children: [
                ...shellPages,
                { path: '/home', loader: toCurrentHome('home') },
                { path: '/board', loader: toCurrentHome('board') },
                { path: '/calendar', loader: toCurrentHome('calendar') },
                { path: '/history', loader: toCurrentHome('history') }
              ]
            },
            {
              // what the loader throws is shown in place of the shell
              lazy: async () => ({ loader: (await later(import('./pages/staff/load-staff.ts'), 'base')).loadStaff }),
              children: [{ ErrorBoundary: RouteError, children: staffPages }]
            }
          ]
        },
        {
          path: '*',
          lazy: async () => ({ Component: (await later(import('./pages/not-found-page.tsx'), 'base')).NotFoundPage })
        }
      ]
    }
  ]
}

const entrancePages: RouteObject[] = [
  {
    path: '/sign-in',
    lazy: async () => ({ Component: (await later(import('./pages/account/sign-in-page.tsx'), 'entrance')).SignInPage })
  },
  {
    path: '/register',
    lazy: async () => ({
      Component: (await later(import('./pages/account/register-page.tsx'), 'entrance')).RegisterPage
    })
  },
  {
    path: '/verify/:registrationId',
    lazy: async () => ({ Component: (await later(import('./pages/account/verify-page.tsx'), 'entrance')).VerifyPage })
  },
  {
    path: '/forgot-password',
    lazy: async () => ({ Component: (await later(import('./pages/account/forgot-page.tsx'), 'entrance')).ForgotPage })
  }
]

const resetPage: RouteObject = {
  path: '/reset-password',
  lazy: async () => ({ Component: (await later(import('./pages/account/reset-page.tsx'))).ResetPage })
}

const stopPage: RouteObject = {
  path: '/stop-address-change',
  lazy: async () => ({ Component: (await later(import('./pages/account/stop-address-page.tsx'))).StopAddressPage })
}

const provePage: RouteObject = {
  path: '/prove-address',
  lazy: async () => ({ Component: (await later(import('./pages/account/prove-address-page.tsx'))).ProveAddressPage })
}

const providerPages: RouteObject[] = [
  {
    path: '/sign-in/callback/:provider',
    lazy: async () => ({ Component: (await later(import('./pages/account/return-page.tsx'))).ReturnPage })
  },
  {
    path: '/connect',
    lazy: async () => ({ Component: (await later(import('./pages/account/connect-page.tsx'))).ConnectPage })
  }
]

const shellPages: RouteObject[] = [
  {
    path: '/',
    loader: () => readAhead(q(getToday, {})),
    lazy: async () => ({ Component: (await later(import('./pages/today/today-page.tsx'), 'daily')).TodayPage })
  },
  {
    path: '/welcome',
    lazy: async () => ({ Component: (await later(import('./pages/home/welcome-page.tsx'))).WelcomePage })
  },
  {
    path: '/homes/new',
    lazy: async () => ({ Component: (await later(import('./pages/home/new-home-page.tsx'))).NewHomePage })
  },
  {
    path: '/homes/:residenceId',
    lazy: async () => ({ Component: (await later(import('./pages/home/home-page.tsx'))).HomePage })
  },
  {
    path: '/homes/:residenceId/settings',
    lazy: async () => ({ Component: (await later(import('./pages/home/home-settings-page.tsx'))).HomeSettingsPage })
  },
  {
    path: '/homes/:residenceId/events',
    lazy: async () => ({ Component: (await later(import('./pages/home/home-events-page.tsx'))).HomeEventsPage })
  },
  {
    path: '/homes/:residenceId/people',
    lazy: async () => ({ Component: (await later(import('./pages/people/people-page.tsx'))).PeoplePage })
  },
  {
    path: '/homes/:residenceId/tradespeople',
    lazy: async () => ({
      Component: (await later(import('./pages/contractors/contractors-page.tsx'))).ContractorsPage
    })
  },
  {
    path: '/homes/:residenceId/tradespeople/:contractorId',
    lazy: async () => ({ Component: (await later(import('./pages/contractors/contractor-page.tsx'))).ContractorPage })
  },
  {
    path: '/homes/:residenceId/board',
    loader: ({ params: { residenceId = '' } }) => readAhead(q(getBoard, { params: { residenceId } })),
    lazy: async () => ({ Component: (await later(import('./pages/board/board-page.tsx'), 'daily')).BoardPage })
  },
  {
    path: '/homes/:residenceId/calendar',
    lazy: async () => ({ Component: (await later(import('./pages/calendar/calendar-page.tsx'))).CalendarPage })
  },
  {
    path: '/homes/:residenceId/history',
    lazy: async () => ({ Component: (await later(import('./pages/history/history-page.tsx'))).HistoryPage })
  },
  {
    path: '/homes/:residenceId/papers',
    lazy: async () => ({ Component: (await later(import('./pages/papers/papers-page.tsx'))).PapersPage })
  },
  {
    path: '/homes/:residenceId/papers/:documentId',
    lazy: async () => ({ Component: (await later(import('./pages/papers/paper-page.tsx'))).PaperPage })
  },
  {
    path: '/homes/:residenceId/reports',
    lazy: async () => ({ Component: (await later(import('./pages/reports/reports-page.tsx'))).ReportsPage })
  },
  {
    path: '/homes/:residenceId/forecast',
    lazy: async () => ({ Component: (await later(import('./pages/forecast/forecast-page.tsx'))).ForecastPage })
  },
  {
    path: '/homes/:residenceId/ideas',
    lazy: async () => ({ Component: (await later(import('./pages/ideas/ideas-page.tsx'))).IdeasPage })
  },
  {
    path: '/homes/:residenceId/appliances',
    lazy: async () => ({ Component: (await later(import('./pages/assets/assets-page.tsx'))).AssetsPage })
  },
  {
    path: '/homes/:residenceId/labels',
    lazy: async () => ({ Component: (await later(import('./pages/assets/labels-page.tsx'))).LabelsPage })
  },
  {
    path: '/appliances/:assetId',
    lazy: async () => ({ Component: (await later(import('./pages/assets/asset-page.tsx'))).AssetPage })
  },
  {
    path: '/homes/:residenceId/lists',
    lazy: async () => ({ Component: (await later(import('./pages/lists/lists-page.tsx'))).ListsPage })
  },
  {
    path: '/homes/:residenceId/set-up',
    lazy: async () => ({ Component: (await later(import('./pages/ideas/set-up-page.tsx'))).SetUpPage })
  },
  {
    path: '/waiting',
    lazy: async () => ({ Component: (await later(import('./pages/waiting/waiting-page.tsx'))).WaitingPage })
  },
  {
    path: '/settings',
    lazy: async () => ({ Component: (await later(import('./pages/settings/settings-page.tsx'))).SettingsPage })
  },
  {
    path: '/settings/plan',
    lazy: async () => ({ Component: (await later(import('./pages/plan/plan-page.tsx'), 'plans')).PlanPage })
  },
  {
    path: '/settings/security',
    lazy: async () => ({ Component: (await later(import('./pages/security/security-page.tsx'))).SecurityPage })
  }
]

const staffPages: RouteObject[] = [
  {
    path: '/staff',
    lazy: async () => ({ Component: (await later(import('./pages/staff/staff-page.tsx'), 'staff')).StaffPage })
  },
  {
    path: '/staff/purchases/:purchaseId',
    lazy: async () => ({ Component: (await later(import('./pages/staff/purchase-page.tsx'), 'staff')).PurchasePage })
  }
]
