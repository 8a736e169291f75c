import { enqueue } from '#server/platform/jobs.ts'
import type { Keyring } from '#server/platform/keyring.ts'
import type { Tx } from '#server/platform/postgres/connect.ts'
import type { Secret } from '#server/platform/secret.ts'
import { sealToken, tokenDigest } from './purchase-token.ts'
import { keepToken, markToken } from './token-queries.ts'

export const readJob = 'subscriptions.google-read'

/** Keeps a token that Google has told of, and has Google asked about it. */
export async function askAbout(
  tx: Tx,
  { keyring, now }: { keyring: Keyring; now: () => Temporal.Instant },
  token: Secret
): Promise<void> {
  const text = token.reveal()
  const digest = tokenDigest(text)
  await keepToken(tx, { digest, sealed: sealToken(keyring, text) }, now())
  await askLater(tx, digest, now())
}

/** However often it is told until then, Google is asked once. Returns whether the token is there at all. */
export async function askLater(tx: Tx, digest: string, now: Temporal.Instant): Promise<boolean> {
  const marked = await markToken(tx, digest, now)
  if (marked === 'anew') await enqueue(tx, readJob, { digest })
  return marked !== 'unknown'
}
