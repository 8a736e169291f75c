import { getFile } from '#contract/files.ts'
import { addressOf } from '../../address.ts'

export function photoAddress(fileId: string, size: 'full' | 'thumbnail'): string {
  return addressOf(getFile, { params: { fileId }, query: { size } })
}
