import { readFileSync } from 'node:fs'
import { readFuseFilter } from '#server/platform/binary-fuse.ts'
import { skeleton } from '../password-rules.ts'

/** Made by `npm run common-passwords`; where it comes from and what it may be used for: NOTICE. */
const filter = readFuseFilter(readFileSync(new URL('common-passwords.bin', import.meta.url)))

/** First guesses that the list lacks. */
const further = new Set(
  ['correct horse battery staple', 'change me now', 'i love you so', 'bayern muenchen'].map(skeleton)
)

/** Whether the skeleton is that of one of the million passwords that people choose most; true for one in 65 536 others. */
export function isCommonPassword(bones: string): boolean {
  return further.has(bones) || filter.has(bones)
}
