/** What other features may use of events. */
export { everyOwnEvent } from './own-events.ts'
