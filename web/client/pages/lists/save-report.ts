import type { ImportedList } from '#contract/exchange.ts'
import { saveFile } from '../../save-file.ts'
import { countWords, placeWords, reasonWords } from './list-words.ts'

/** What became of a list, as plain text: the counts, then every entry that was left out and why. */
export function saveReport(name: string, { counts, leftOut }: ImportedList): void {
  const lines = [
    name,
    ...countWords(counts),
    '',
    ...leftOut.map((item) => `${placeWords(item)}: ${reasonWords(item)} ${item.text}`.trimEnd())
  ]
  saveFile(new Blob([`${lines.join('\r\n')}\r\n`], { type: 'text/plain' }), `${name}.txt`)
}
