/** How much of anything a request may bring; what is more is refused before it costs. The tests read the same table. */
export const limits = {
  bodyBytes: 256 * 1024,
  /** The request line and all headers together. */
  headBytes: 16 * 1024,
  headers: 100,
  addressCharacters: 8 * 1024,
  /** From the first byte until the headers, and until all of it, have arrived. */
  headMilliseconds: 10_000,
  requestMilliseconds: 30_000,
  /** How often node looks for requests that are later than that. */
  checkMilliseconds: 1000,
  /** A little more than what proxies keep an idle connection for, so that it is never we who close it under a request. */
  keepAliveMilliseconds: 65_000,
  requestsPerConnection: 10_000,
  jsonDepth: 32,
  jsonItems: 1000,
  jsonKeys: 200,
  /** Mean lateness of the event loop over a second above which new requests are put off. */
  eventLoopMilliseconds: 1000
} as const
