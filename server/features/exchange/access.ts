/** What other features may use of what goes in and out: a person's calendar feeds. */
export { feedsOf } from './feeds/feed-queries.ts'
