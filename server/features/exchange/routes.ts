import * as feeds from '#contract/calendar-feeds.ts'
import * as lists from '#contract/exchange.ts'
import { handle, type Handler } from '#server/platform/http/handle.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import { createFeed, listFeeds, revokeFeed } from './feeds/own-feeds.ts'
import { readFeed } from './feeds/read-feed.ts'
import { exportList } from './export/export-list.ts'
import { importList, previewList } from './lists/import-list.ts'

export function exchangeRoutes(services: { keyring: Keyring; publicUrl: string }): Handler[] {
  return [
    handle(feeds.listCalendarFeeds, listFeeds),
    handle(feeds.createCalendarFeed, (ctx, input) => createFeed(ctx, services, input)),
    handle(feeds.revokeCalendarFeed, (ctx, { params }) => revokeFeed(ctx, params.feedId)),
    handle(feeds.readCalendarFeed, (ctx, input) => readFeed(ctx, services, input)),
    handle(lists.previewList, previewList),
    handle(lists.importList, importList),
    handle(lists.exportList, (ctx, input) => exportList(ctx, services.publicUrl, input))
  ]
}
