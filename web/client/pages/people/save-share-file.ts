import type { ShareFile } from '#contract/residences.ts'
import { saveFile } from '../../save-file.ts'

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
  saveFile(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }), shareFileName(file.residence))
}
