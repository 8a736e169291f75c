/** Has whoever sits here show who they are; true when they have. */
type Ask = () => Promise<boolean>

let ask: Ask = async () => false
let asking: Promise<boolean> | undefined
/** Each time the session got a new token, under which it goes on. */
let renewals = 0

/** Who asks: the part of the client that can draw a dialog. Returns how to take it back. */
export function askWith(asker: Ask): () => void {
  ask = asker
  return () => {
    if (ask === asker) ask = async () => false
  }
}

export function tokenRenewals(): number {
  return renewals
}

/** A new factor, or one less, gave the session a new token. */
export function noteRenewal(): void {
  renewals += 1
}

/**
 * Whether a refused request should be sent once more: somebody has shown who they are, or it came under way while the
 * session's token was being exchanged.
 */
export async function worthRepeating(code: string, renewalsBefore: number): Promise<boolean> {
  if (code === 'step_up_required') return askOnce()
  if (code !== 'not_signed_in') return false
  await asking
  return renewals > renewalsBefore
}

/** One question at a time: who else needs its answer meanwhile waits for the same one. */
function askOnce(): Promise<boolean> {
  asking ??= ask()
    .then((proved) => {
      if (proved) renewals += 1
      return proved
    })
    .finally(() => {
      asking = undefined
    })
  return asking
}
