import { LRUCache } from 'lru-cache'

/**
 * Bodies as they were sent, by caller and entity tag: the tag decides the body, so whoever asks for the same once more gets
 * the same bytes and nothing is read or rendered for them. Nothing is ever stale: the tag is found anew for each request, on
 * every replica.
 */
export type KeptAnswers = {
  find(userId: string, etag: string): Buffer | undefined
  keep(userId: string, etag: string, body: Buffer): void
}

export const keptMegabytes = 16
const minutesKept = 10
/** What an entry takes beside its bytes, about. */
const bytesOfKey = 300

/** At most so many megabytes, the last used last to go; none at 0. */
export function keepAnswers(megabytes: number): KeptAnswers {
  if (megabytes === 0) return { find: () => undefined, keep: () => undefined }
  const bodies = new LRUCache<string, Buffer>({
    maxSize: megabytes * 1e6,
    sizeCalculation: (body) => body.length + bytesOfKey,
    ttl: minutesKept * 60_000
  })
  return {
    find: (userId, etag) => bodies.get(userId + etag),
    keep: (userId, etag, body) => void bodies.set(userId + etag, body)
  }
}
