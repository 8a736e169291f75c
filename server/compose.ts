import { routes } from '#contract/index.ts'
import { authenticate } from './features/accounts/access.ts'
import { factorRoutes } from './features/accounts/factors/routes.ts'
import { federationCron, federationJobs } from './features/accounts/federation/jobs.ts'
import { federationRoutes } from './features/accounts/federation/routes.ts'
import { accountCrontab, accountJobs } from './features/accounts/jobs.ts'
import { operatorJobs } from './features/accounts/operator/operator-mails.ts'
import { accountRoutes } from './features/accounts/routes.ts'
import { countBoundToOtherKeys, sealedAccountColumns } from './features/accounts/sealed-queries.ts'
import { securityCrontab, securityJobs } from './features/accounts/security-jobs.ts'
import { securityRoutes } from './features/accounts/security-routes.ts'
import { assetRoutes } from './features/assets/routes.ts'
import { fileCron, fileJobs } from './features/files/jobs.ts'
import { fileRoutes } from './features/files/routes.ts'
import type { FileServices } from './features/files/services.ts'
import type { AccountServices } from './features/accounts/services.ts'
import { catalogueRoutes } from './features/catalogue/routes.ts'
import { documentCron, documentJobs } from './features/documents/jobs.ts'
import { documentRoutes } from './features/documents/routes.ts'
import { contractorRoutes } from './features/contractors/routes.ts'
import { guestCron, guestJobs } from './features/guests/jobs.ts'
import { guestRoutes } from './features/guests/routes.ts'
import { deviceRoutes } from './features/devices/routes.ts'
import { deviceCron, deviceJobs } from './features/devices/jobs.ts'
import { eventRoutes } from './features/events/routes.ts'
import { sealedPushTokens } from './features/devices/queries.ts'
import { countFeedsUnderOtherKeys } from './features/exchange/feeds/feed-queries.ts'
import { exchangeRoutes } from './features/exchange/routes.ts'
import { handoverCron, handoverJobs } from './features/handovers/jobs.ts'
import { handoverRoutes } from './features/handovers/routes.ts'
import { noticeJobs } from './features/notices/jobs.ts'
import { residenceNamesOf } from './features/residences/access-queries.ts'
import { planRoutes } from './features/plans/routes.ts'
import { privacyCron, privacyJobs } from './features/privacy/jobs.ts'
import { privacyRoutes } from './features/privacy/routes.ts'
import { reportJobs } from './features/reports/jobs.ts'
import { reportRoutes } from './features/reports/routes.ts'
import type { ReportServices } from './features/reports/services.ts'
import { residenceCron, residenceJobs } from './features/residences/jobs.ts'
import { residenceRoutes } from './features/residences/routes.ts'
import { sealedPurchaseTokens } from './features/subscriptions/google/token-queries.ts'
import { sealedWebhookKeys } from './features/subscriptions/intake/event-log.ts'
import { stripeRoutes } from './features/subscriptions/stripe/routes.ts'
import { subscriptionCron, subscriptionJobs, subscriptionStart } from './features/subscriptions/jobs.ts'
import { subscriptionRoutes } from './features/subscriptions/routes.ts'
import { logJobs } from './features/subscriptions/intake/anchor-log.ts'
import { newsCron, newsJobs } from './features/subscriptions/news/jobs.ts'
import { staffJobs } from './features/subscriptions/staff/jobs.ts'
import { staffRoutes } from './features/subscriptions/staff/routes.ts'
import { isOffered, type SubscriptionServices } from './features/subscriptions/services.ts'
import { taskCron, taskJobs } from './features/tasks/jobs.ts'
import { taskRoutes } from './features/tasks/routes.ts'
import type { PushSenders } from './gateways/push/push.ts'
import { sealedAuditKeys } from './platform/audit-origin.ts'
import { sealCron, sealJobs } from './platform/seal-anew.ts'
import { auditCron, auditJobs, type Anchoring } from './platform/audit-anchor.ts'
import { assertServed } from './platform/http/assert-declared.ts'
import type { Authenticate, Handler } from './platform/http/handle.ts'
import type { CronLine, Jobs } from './platform/jobs.ts'
import type { Ground } from './platform/make-context.ts'
import type { Tx } from './platform/postgres/connect.ts'

/** What the features need beside a context and each other. */
export type Services = Omit<AccountServices, 'residenceNames'> &
  FileServices &
  ReportServices &
  SubscriptionServices & { readonly push: PushSenders }

/** All features put together. */
export type Product = {
  readonly handlers: readonly Handler[]
  readonly jobs: Jobs
  readonly cron: readonly CronLine[]
  /** Jobs that each start of a worker asks for. */
  readonly atStart: readonly string[]
  authenticate(ground: Ground, ...asked: Parameters<Authenticate>): ReturnType<Authenticate>
}

/** `anchoring`: with what the audit log is anchored, and that of webhooks; without it that is not done. */
export function compose(given: Services, anchoring?: Anchoring, webhookAnchoring?: Anchoring): Product {
  const services: Services & AccountServices = { ...given, residenceNames: residenceNamesOf }
  const handlers = handlersOf(services)
  assertServed(routes, handlers)
  return {
    handlers,
    jobs: {
      ...accountJobs(services),
      ...securityJobs(services),
      ...operatorJobs(services),
      ...federationJobs(services),
      ...residenceJobs(services),
      ...taskJobs(services),
      ...documentJobs(services),
      ...fileJobs(services),
      ...guestJobs(services),
      ...privacyJobs(services),
      ...handoverJobs,
      ...deviceJobs,
      ...noticeJobs(services),
      ...reportJobs(services),
      ...subscriptionJobs(services),
      ...staffJobs(services),
      ...newsJobs(services),
      ...logJobs(webhookAnchoring),
      ...auditJobs(anchoring),
      ...sealJobs(
        services.keyring,
        [...sealedAccountColumns, sealedPushTokens, sealedAuditKeys, sealedWebhookKeys, sealedPurchaseTokens],
        countUnderOtherKeys
      )
    },
    cron: [
      ...accountCrontab,
      ...securityCrontab,
      ...federationCron,
      ...residenceCron,
      ...taskCron,
      ...documentCron,
      ...fileCron,
      ...guestCron,
      ...privacyCron,
      ...handoverCron,
      ...deviceCron,
      ...auditCron,
      ...subscriptionCron(services),
      ...newsCron(services),
      ...sealCron
    ],
    atStart: subscriptionStart(services),
    authenticate
  }
}

function handlersOf(services: Services & AccountServices): Handler[] {
  return [
    ...accountRoutes(services),
    ...securityRoutes(services),
    ...factorRoutes(services),
    ...planRoutes({
      links: services.subscriptions.links,
      isSoldOnWeb: services.stripe !== undefined,
      isSold: isOffered(services.subscriptions)
    }),
    ...privacyRoutes(services),
    ...federationRoutes(services),
    ...residenceRoutes(services),
    ...assetRoutes(),
    ...taskRoutes(),
    ...contractorRoutes(),
    ...catalogueRoutes(),
    ...documentRoutes(),
    ...deviceRoutes(services),
    ...exchangeRoutes(services),
    ...eventRoutes(),
    ...fileRoutes(services),
    ...reportRoutes(services),
    ...guestRoutes(services),
    ...handoverRoutes(services),
    ...stripeRoutes(services),
    ...subscriptionRoutes(services),
    ...staffRoutes(services)
  ]
}

/** What stops working when the keys before the active one are dropped. */
async function countUnderOtherKeys(tx: Tx, activeKeyId: string): Promise<number> {
  return (await countBoundToOtherKeys(tx, activeKeyId)) + (await countFeedsUnderOtherKeys(tx, activeKeyId))
}
