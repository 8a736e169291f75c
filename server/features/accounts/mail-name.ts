import { inertText } from '#server/gateways/mail/inert-text.ts'

const longestName = 64

/** A display name as it may stand in a mail: somebody else may have chosen it. Undefined when nothing is left. */
export function mailName(displayName: string): string | undefined {
  return inertText(displayName, longestName)
}
