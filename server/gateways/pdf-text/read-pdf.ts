import { getDocumentProxy } from 'unpdf'
import { pdfLimits } from './pdf-rules.ts'

/** The words of its first pages, one line each; `isCut`: there are more. Throws what the library throws. */
export async function readPdf(bytes: Uint8Array): Promise<{ text: string; isCut: boolean }> {
  const pdf = await getDocumentProxy(bytes, { useSystemFonts: false, verbosity: 0 })
  const pages = Math.min(pdf.numPages, pdfLimits.pages)
  let text = ''
  for (let number = 1; number <= pages && text.length <= pdfLimits.characters; number++) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    const words = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : ' ') : ''))
    text += `${plain(words.join(''))}\n`
    page.cleanup()
  }
  const isCut = pdf.numPages > pages || text.length > pdfLimits.characters
  return { text: text.slice(0, pdfLimits.characters).toWellFormed(), isCut }
}

/** Without what is no text, composed, and with single spaces. */
function plain(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]+/gu, (found) => (found.includes('\n') ? '\n' : ' '))
    .replaceAll(/[^\S\n]+/gu, ' ')
    .replaceAll(/ ?\n[\s]*/gu, '\n')
    .trim()
}

/** What the library calls a paper that asks for a password. */
export function isEncrypted(error: unknown): boolean {
  return error instanceof Error && error.name === 'PasswordException'
}
