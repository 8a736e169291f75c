import type { ImportedList, LeftOut } from '#contract/exchange.ts'
import { t } from '../../../messages/i18n.ts'

/** "12 entries read", "9 new tasks", …: without those of which there are none. */
export function countWords({ read, imported, alreadyHere, notUnderstood }: ImportedList['counts']): string[] {
  return [
    t('lists.counts.read', { count: read }),
    ...(imported > 0 ? [t('lists.counts.imported', { count: imported })] : []),
    ...(alreadyHere > 0 ? [t('lists.counts.alreadyHere', { count: alreadyHere })] : []),
    ...(notUnderstood > 0 ? [t('lists.counts.notUnderstood', { count: notUnderstood })] : [])
  ]
}

export function placeWords({ file, line }: Pick<LeftOut, 'file' | 'line'>): string {
  return file === null ? t('lists.line', { line: String(line) }) : t('lists.lineOf', { file, line: String(line) })
}

export function reasonWords({ reason, detail }: LeftOut): string {
  const words = t(`lists.reason.${reason}`)
  return detail === '' ? words : `${words} (${detail})`
}
