import { randomBytes } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import type { DeviceSecrets } from '../context.ts'
import { AppError } from '../errors.ts'
import { Secret } from '../secret.ts'

export const sessionCookie = '__Host-honeydue'
/** Ties what comes back from a provider to the browser that began; opens nothing by itself. */
export const flowCookie = '__Host-honeydue-flow'

export function flowOf(request: FastifyRequest): Secret | undefined {
  const value = request.cookies[flowCookie]
  return value !== undefined && /^[\w-]{43}$/.test(value) ? new Secret(value) : undefined
}

/** The session token of a request, from the cookie or the Authorization header (RFC 6750 §2.1), never both. */
export function tokenOf(request: FastifyRequest): string | undefined {
  const cookie = request.cookies[sessionCookie]
  const { authorization } = request.headers
  if (cookie !== undefined && authorization !== undefined) throw new AppError('ambiguous_credentials')
  if (authorization === undefined) return cookie
  return /^Bearer ([\w-]{1,128})$/i.exec(authorization)?.[1] ?? ''
}

export const deviceCookieName = '__Host-hd_dev'
export const deviceCookieSeconds = 365 * 24 * 3600
/** For apps, which keep no cookies. */
const deviceHeader = 'honeydue-device'

/** By what the device is known, from the cookie or the header, and what it gets if it becomes known: 256 random bits. */
export function deviceSecretsOf({ cookies, headers }: FastifyRequest): DeviceSecrets {
  const text = headers[deviceHeader] ?? cookies[deviceCookieName]
  return {
    presented: typeof text === 'string' && /^[\w-]{43}$/.test(text) ? new Secret(text) : undefined,
    get offered() {
      const offered = new Secret(randomBytes(32).toString('base64url'))
      Object.defineProperty(this, 'offered', { value: offered })
      return offered
    }
  }
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses writes that another site's page sends through somebody's browser. Fetch Metadata decides; an older browser is
 * judged by its Origin; a program that sends neither must not lean on the cookie.
 */
export function refuseCrossSite(request: FastifyRequest, publicOrigin: string): void {
  if (safeMethods.has(request.method)) return
  const site = request.headers['sec-fetch-site']
  const { origin } = request.headers
  const sameSite =
    site === 'same-origin' || (site === undefined && origin !== undefined && isOwn(origin, request, publicOrigin))
  const fromBrowser = site !== undefined || origin !== undefined || request.cookies[sessionCookie] !== undefined
  if (fromBrowser && !sameSite) throw new AppError('cross_site_request')
}

function isOwn(origin: string, request: FastifyRequest, publicOrigin: string): boolean {
  return origin === publicOrigin || origin === `${request.protocol}://${request.headers.host ?? ''}`
}
