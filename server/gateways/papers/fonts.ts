import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { create } from 'fontkit'
import type PDFDocument from 'pdfkit'

type Doc = InstanceType<typeof PDFDocument>
export type Weight = 'regular' | 'bold'

/** From the one that is ours to the one that has nearly every letter; texts of East Asia are in none of them. */
const files: Readonly<Record<Weight, readonly string[]>> = {
  regular: ['@fontsource/figtree/files/figtree-latin-400-normal.woff', 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf'],
  bold: ['@fontsource/figtree/files/figtree-latin-700-normal.woff', 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf']
}
/** What stands for a letter that no font has. */
const missing = '□'

export type Fonts = {
  /** Chooses the font for the text, and gives back what of it can be written. */
  use(weight: Weight, text: string): string
}

/** The fonts, read; which one is embedded shows when it is used. */
export async function fontsOf(doc: Doc): Promise<Fonts> {
  const letters = new Map<string, ReadonlySet<number>>()
  for (const [weight, paths] of Object.entries(files)) {
    for (const [index, path] of paths.entries()) {
      const bytes = await readFile(fileURLToPath(import.meta.resolve(path)))
      letters.set(`${weight} ${index}`, lettersOf(bytes))
      doc.registerFont(`${weight} ${index}`, bytes)
    }
  }
  return {
    use(weight, given) {
      const text = given.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').normalize()
      const points = Array.from(text, (letter) => letter.codePointAt(0) ?? 0)
      const [own, wide] = [`${weight} 0`, `${weight} 1`]
      if (points.every((point) => letters.get(own)?.has(point))) {
        doc.font(own)
        return text
      }
      doc.font(wide)
      return points.map((point) => (letters.get(wide)?.has(point) ? String.fromCodePoint(point) : missing)).join('')
    }
  }
}

function lettersOf(bytes: Buffer): ReadonlySet<number> {
  const font = create(bytes)
  return new Set('characterSet' in font ? font.characterSet : []) // a collection of fonts has none, and there is none here
}
