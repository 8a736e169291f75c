/** Has whoever sits here show who they are; true when they have. */
type Ask = () => Promise<boolean>

let ask: Ask = async () => false
let asking: Promise<boolean> | undefined
const writesUnderWay = new Set<Promise<unknown>>()
let writesDone = 0

/** Who asks: the part of the client that can draw a dialog. Returns how to take it back. */
export function askWith(asker: Ask): () => void {
  ask = asker
  return () => {
    if (ask === asker) ask = async () => false
  }
}

/** How many writes have succeeded; each may have given the session a new token, under which it goes on. */
export function countWrites(): number {
  return writesDone
}

/** Counts a write once it has succeeded, and has refused requests wait for it until then. */
export async function countWrite<T>(write: Promise<T>): Promise<T> {
  writesUnderWay.add(write)
  try {
    const output = await write
    writesDone += 1
    return output
  } finally {
    writesUnderWay.delete(write)
  }
}

/**
 * Whether a refused request should be sent once more: somebody has shown who they are, or it was under way while a write
 * may have exchanged the session's token.
 */
export async function worthRepeating(code: string, writesBefore: number): Promise<boolean> {
  if (code === 'step_up_required') return askOnce()
  if (code !== 'not_signed_in') return false
  await Promise.allSettled(writesUnderWay)
  return writesDone > writesBefore
}

/** One question at a time: who else needs its answer meanwhile waits for the same one. */
function askOnce(): Promise<boolean> {
  asking ??= ask().finally(() => {
    asking = undefined
  })
  return asking
}
