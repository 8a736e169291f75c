import type { FastifyRequest } from 'fastify'
import { AppError } from '../errors.ts'
import { limits } from './limits.ts'

/** Headers that decide who asks for what: one that comes twice is read as the first by some and as the last by others. */
const single = new Set([
  'host',
  'authorization',
  'content-type',
  'content-length',
  'origin',
  'sec-fetch-site',
  'idempotency-key',
  'if-match'
])

/**
 * Throws for an address or headers beyond the limits (node would forget the headers that are too many, those of a browser's
 * protection among them), for a header twice that
 * may come once, and for no Host.
 */
export function inspectHead(request: FastifyRequest): void {
  const { url = '', rawHeaders } = request.raw
  if (url.length > limits.addressCharacters) throw new AppError('address_too_long')
  const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase())
  if (names.length > limits.headers) throw new AppError('headers_too_large')
  if (!names.includes('host')) throw new AppError('malformed_request')
  const seen = new Set<string>()
  for (const name of names) {
    if (single.has(name) && seen.has(name)) throw new AppError('malformed_request')
    seen.add(name)
  }
}
