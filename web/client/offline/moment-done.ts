export type Clocks = {
  /** The device's clock, when it was done and now. */
  readonly madeAtMs: number
  readonly deviceNowMs: number
  /** The server's clock: when it was last heard before, and now. */
  readonly heardAtMs: number | undefined
  readonly serverNowMs: number
}

/**
 * When something was done, on the server's clock: as long ago as the device's clock says, but never in the future and never
 * before the server was last heard. So a clock that is wrong makes no difference, and one that was changed meanwhile none
 * larger than the time without a connection.
 */
export function momentDone({ madeAtMs, deviceNowMs, heardAtMs, serverNowMs }: Clocks): number {
  const longest = heardAtMs === undefined ? Infinity : Math.max(serverNowMs - heardAtMs, 0)
  const age = Math.min(Math.max(deviceNowMs - madeAtMs, 0), longest)
  return serverNowMs - age
}
