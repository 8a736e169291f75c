import type { ShareFile } from '#contract/residences.ts'

/** A name that every file system takes: letters and digits of any script, dashes between. */
export function shareFileName(residence: string): string {
  const name = residence
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
  return `${name === '' ? 'invitation' : name}.honeydue`
}

/** Hands the file to the browser's downloads. */
export function saveShareFile(file: ShareFile): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = shareFileName(file.residence)
  link.click()
  // the download has its own hold on the data by the next task
  setTimeout(() => URL.revokeObjectURL(url), 0)
}
