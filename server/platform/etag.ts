import { createHash } from 'node:crypto'

/** A strong entity tag over values that together decide the answer. */
export function etagOf(...parts: readonly (string | number | null)[]): string {
  return `"${createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)}"`
}

/** Whether an `If-Match` or `If-None-Match` header names the tag (RFC 9110 §8.8.3; `*` names every one). */
export function matches(header: string, etag: string): boolean {
  return header === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}
