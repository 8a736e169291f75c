import type { FastifyHelmetOptions } from '@fastify/helmet'

const everywhere = {
  strictTransportSecurity: { maxAge: 63_072_000, includeSubDomains: true, preload: true },
  referrerPolicy: { policy: 'no-referrer' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' }
} as const satisfies FastifyHelmetOptions

/** Pages: everything from this origin and nothing inline. */
export const pagePolicy = {
  ...everywhere,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: ["'none'"]
    }
  }
} as const satisfies FastifyHelmetOptions

/** Answers of the API are data: a browser that shows one as a page may do nothing with it. */
export const apiPolicy = {
  ...everywhere,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: { defaultSrc: ["'none'"], baseUri: ["'none'"], formAction: ["'none'"], frameAncestors: ["'none'"] }
  }
} as const satisfies FastifyHelmetOptions
