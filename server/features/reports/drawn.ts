import { PapersBusy } from '#server/gateways/papers/papers.ts'
import { AppError } from '#server/platform/errors.ts'

/** The paper, or `busy`. */
export async function drawn(drawing: Promise<Buffer>): Promise<Buffer> {
  try {
    return await drawing
  } catch (error) {
    if (error instanceof PapersBusy) throw new AppError('busy', { retryAfter: 10, cause: error })
    throw error
  }
}
