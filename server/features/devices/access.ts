/** What other features may use of devices. */
export { pushDevicesOf } from './queries.ts'
