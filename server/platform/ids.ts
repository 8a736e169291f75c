import { randomUUIDv7 } from 'node:crypto'

/** A UUIDv7 (RFC 9562 §5.7): ids sort by the time they were made. */
export function newId(): string {
  return randomUUIDv7()
}
