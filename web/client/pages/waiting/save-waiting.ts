import { formatMoment } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import type { Waiting } from '../../offline/waiting.ts'
import { saveFile } from '../../save-file.ts'

/** The note and the photos as files of the device, whatever becomes of the rest. */
export function saveWaiting({ task, input, photos, madeAtMs }: Waiting): void {
  const done = t('waiting.doneAt', { when: formatMoment(madeAtMs) })
  const text = [task.title, done, ...(typeof input.notes === 'string' ? ['', input.notes] : []), ''].join('\n')
  saveFile(new Blob([text], { type: 'text/plain' }), `${nameOf(task.title)}.txt`)
  for (const { file } of photos) saveFile(file, file.name)
}

/** A title as the name of a file. */
function nameOf(title: string): string {
  return (
    title
      .replaceAll(/[^\p{L}\p{N} -]/gu, '')
      .trim()
      .slice(0, 80) || 'honeyDue'
  )
}
