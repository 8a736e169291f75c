import * as accounts from './accounts.ts'
import * as assets from './assets.ts'
import * as billing from './billing.ts'
import * as board from './board.ts'
import * as calendarFeeds from './calendar-feeds.ts'
import * as catalogue from './catalogue.ts'
import * as completions from './completions.ts'
import * as contractorCards from './contractor-cards.ts'
import * as contractors from './contractors.ts'
import * as devices from './devices.ts'
import * as documents from './documents.ts'
import * as events from './events.ts'
import * as exchange from './exchange.ts'
import * as factors from './factors.ts'
import * as forecast from './forecast.ts'
import * as files from './files.ts'
import * as guests from './guests.ts'
import * as handovers from './handovers.ts'
import * as meters from './meters.ts'
import * as plans from './plans.ts'
import * as privacy from './privacy.ts'
import * as identities from './identities.ts'
import * as proofPacks from './proof-packs.ts'
import * as purchases from './purchases.ts'
import * as reports from './reports.ts'
import * as residences from './residences.ts'
import type { Route } from './route.ts'
import * as schedule from './schedule.ts'
import * as security from './security.ts'
import * as storeWebhooks from './store-webhooks.ts'
import * as staff from './staff.ts'
import * as tasks from './tasks.ts'

type RoutesOf<M> = { [K in keyof M as M[K] extends Route ? K : never]: M[K] }

/** The operations a module exports, by operationId; its schemas are left out. */
function routesOf<M extends object>(module: M) {
  return Object.fromEntries(Object.entries(module).filter(([, value]) => 'access' in Object(value))) as RoutesOf<M> // the filter is the type's condition
}

/** Every operation of the API, by operationId. */
export const routes = {
  ...routesOf(accounts),
  ...routesOf(security),
  ...routesOf(factors),
  ...routesOf(plans),
  ...routesOf(privacy),
  ...routesOf(identities),
  ...routesOf(residences),
  ...routesOf(board),
  ...routesOf(tasks),
  ...routesOf(schedule),
  ...routesOf(assets),
  ...routesOf(meters),
  ...routesOf(forecast),
  ...routesOf(completions),
  ...routesOf(contractors),
  ...routesOf(contractorCards),
  ...routesOf(catalogue),
  ...routesOf(devices),
  ...routesOf(calendarFeeds),
  ...routesOf(exchange),
  ...routesOf(events),
  ...routesOf(files),
  ...routesOf(documents),
  ...routesOf(guests),
  ...routesOf(reports),
  ...routesOf(proofPacks),
  ...routesOf(handovers),
  ...routesOf(billing),
  ...routesOf(purchases),
  ...routesOf(storeWebhooks),
  ...routesOf(staff)
}
