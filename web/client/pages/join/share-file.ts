import type { ShareFile } from '#contract/residences.ts'

/** Larger than any invitation; what is larger is not read. */
const largestFile = 10_000

export type Invitation = Pick<ShareFile, 'code' | 'residence' | 'invitedBy'>

/** What a `.honeydue` file says, or undefined when it is none. */
export function invitationIn(text: string): Invitation | undefined {
  if (text.length > largestFile) return undefined
  const file: Partial<ShareFile> = Object(parsed(text))
  const { format, code, residence, invitedBy } = file
  const isOurs = format === 'honeydue' && [code, residence, invitedBy].every((part) => typeof part === 'string')
  if (!isOurs || code === undefined || residence === undefined || invitedBy === undefined) return undefined
  return { code, residence, invitedBy }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The invitation in a file somebody picked or dropped. */
export async function readInvitation(file: File): Promise<Invitation | undefined> {
  return file.size > largestFile ? undefined : invitationIn(await file.text())
}
