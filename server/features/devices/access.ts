/** What other features may use of devices. */
export { livingDevices, pushDevicesOf } from './queries.ts'
export { endUnregistered, findTarget, noteEnvironment, type FoundTarget } from './send-to.ts'
