import PDFDocument from 'pdfkit'
import sharp from 'sharp'
import { fontsOf, type Fonts, type Weight } from './fonts.ts'
import type { Block, Paper, PaperPhoto } from './paper.ts'

/** As it comes through a pipe: a moment is milliseconds. */
export type SentPaper = Omit<Paper, 'madeAt'> & { readonly madeAt: number }

/** Nothing but what we drew ourselves is opened here. */
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadWebpBuffer'] })
sharp.cache(false)

const colours = {
  ink: '#231F18',
  muted: '#655D4E',
  line: '#DDD4C3',
  sunk: '#F3EEE4',
  honey: '#F2B33D'
} as const
const margin = 54 // points, as every length here
const photo = { height: 96, mostWidth: 160, gap: 8 } as const
const plot = { height: 130, gap: 6 } as const
const bar = { height: 16, name: 150, value: 80 } as const

type Doc = InstanceType<typeof PDFDocument>
type Structure = ReturnType<Doc['struct']>
type Type = Parameters<Doc['struct']>[0]
/** The paper while it is drawn. */
type Sheet = { readonly doc: Doc; readonly fonts: Fonts; readonly whole: Structure; readonly width: number }
type Look = { readonly size: number; readonly weight?: Weight; readonly colour?: string }

export async function drawPaper(paper: SentPaper): Promise<Buffer> {
  const made = new Date(paper.madeAt)
  const doc = new PDFDocument({
    size: 'A4',
    margins: { top: margin, bottom: margin + 18, left: margin, right: margin },
    pdfVersion: '1.7',
    tagged: true,
    lang: paper.language,
    displayTitle: true,
    bufferPages: true,
    info: { Title: paper.title, Subject: paper.subject, Creator: 'honeyDue', CreationDate: made, ModDate: made }
  })
  const chunks: Buffer[] = []
  const ended = new Promise<void>((resolve) => doc.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', resolve))
  const whole = doc.struct('Document')
  doc.addStructure(whole)
  const sheet = { doc, fonts: await fontsOf(doc), whole, width: doc.page.width - 2 * margin }

  say(sheet, 'H1', paper.title, { size: 26, weight: 'bold' })
  say(sheet, 'P', paper.subject, { size: 11, colour: colours.muted })
  for (const block of paper.blocks) await drawBlock(sheet, block)
  whole.end()
  drawFeet(sheet, paper)
  doc.end()
  await ended
  return Buffer.concat(chunks)
}

async function drawBlock(sheet: Sheet, block: Block): Promise<void> {
  if (block.kind === 'heading') return drawHeading(sheet, block.text)
  if (block.kind === 'text') {
    return say(sheet, 'P', block.text, { size: 10.5, colour: block.isMuted ? colours.muted : colours.ink })
  }
  if (block.kind === 'figures') return drawFigures(sheet, block.figures)
  if (block.kind === 'plot') return drawPlot(sheet, block)
  if (block.kind === 'bars') return drawBars(sheet, block)
  if (block.kind === 'table') return drawTable(sheet, block)
  return drawEntry(sheet, block)
}

function drawHeading(sheet: Sheet, text: string): void {
  makeRoom(sheet, 120)
  sheet.doc.moveDown(1)
  say(sheet, 'H2', text, { size: 15, weight: 'bold' })
  sheet.doc.moveDown(0.3)
}

/** Text over the whole width, from where the paper is; long text goes on on the next page. */
function say({ doc, fonts, whole, width }: Sheet, tag: Type, given: string, look: Look): void {
  whole.add(
    doc.struct(tag, {}, () => {
      const text = fonts.use(look.weight ?? 'regular', given)
      doc
        .fontSize(look.size)
        .fillColor(look.colour ?? colours.ink)
        .text(text, margin, doc.y, { width, lineGap: 2 })
    })
  )
  doc.moveDown(0.25)
}

/** Begins a page where less than so much is left of this one. */
function makeRoom({ doc }: Sheet, height: number): void {
  if (doc.y + height > doc.page.height - doc.page.margins.bottom) doc.addPage()
}

/** One line of text in a box, cut where it does not fit. */
function label(
  { doc, fonts }: Sheet,
  given: string,
  box: Look & { x: number; y: number; width: number; align?: 'left' | 'right' | 'center' }
) {
  const { x, y, width, size, align = 'left', weight = 'regular', colour = colours.ink } = box
  const text = fonts.use(weight, given)
  doc
    .fontSize(size)
    .fillColor(colour)
    .text(text, x, y, { width, align, height: size * 1.3, ellipsis: true, lineBreak: true })
}

function drawFigures(sheet: Sheet, figures: readonly { label: string; value: string }[]): void {
  const { doc, whole, width } = sheet
  const perRow = 3
  const gap = 10
  const boxWidth = (width - gap * (perRow - 1)) / perRow
  for (let first = 0; first < figures.length; first += perRow) {
    makeRoom(sheet, 70)
    const top = doc.y + 6
    for (const [index, { label: name, value }] of figures.slice(first, first + perRow).entries()) {
      const x = margin + index * (boxWidth + gap)
      decorate(doc, () => doc.roundedRect(x, top, boxWidth, 52, 8).fill(colours.sunk))
      whole.add(
        doc.struct('P', {}, () => {
          label(sheet, name, { x: x + 10, y: top + 9, width: boxWidth - 20, size: 9, colour: colours.muted })
          label(sheet, value, { x: x + 10, y: top + 23, width: boxWidth - 20, size: 16, weight: 'bold' })
        })
      )
    }
    doc.y = top + 58
  }
  doc.x = margin
}

function drawPlot(sheet: Sheet, { title, says, bars }: Extract<Block, { kind: 'plot' }>): void {
  const { doc, whole, width } = sheet
  makeRoom(sheet, plot.height + 60)
  say(sheet, 'P', title, { size: 10.5, weight: 'bold' })
  const top = doc.y + 14
  const base = top + plot.height
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const step = width / bars.length
  whole.add(
    doc.struct('Figure', { alt: says }, () => {
      for (const [index, { label: name, value, shown }] of bars.entries()) {
        const x = margin + index * step
        const height = (value / most) * plot.height
        if (height > 0) doc.rect(x + plot.gap / 2, base - height, step - plot.gap, height).fill(colours.honey)
        if (value > 0) label(sheet, shown, { x, y: base - height - 11, width: step, size: 7, align: 'center' })
        label(sheet, name, { x, y: base + 5, width: step, size: 8, align: 'center', colour: colours.muted })
      }
      doc
        .moveTo(margin, base)
        .lineTo(margin + width, base)
        .lineWidth(1)
        .stroke(colours.line)
    })
  )
  doc.x = margin
  doc.y = base + 24
}

function drawBars(sheet: Sheet, { title, says, bars }: Extract<Block, { kind: 'bars' }>): void {
  const { doc, whole, width } = sheet
  makeRoom(sheet, bars.length * bar.height + 40)
  say(sheet, 'P', title, { size: 10.5, weight: 'bold' })
  const top = doc.y + 4
  const most = Math.max(1, ...bars.map(({ value }) => value))
  const full = width - bar.name - bar.value
  whole.add(
    doc.struct('Figure', { alt: says }, () => {
      for (const [index, { label: name, value, shown }] of bars.entries()) {
        const y = top + index * bar.height
        const length = (value / most) * full
        label(sheet, name, { x: margin, y: y + 2, width: bar.name - 8, size: 9 })
        if (length > 0) doc.rect(margin + bar.name, y, length, bar.height - 4).fill(colours.honey)
        label(sheet, shown, { x: margin + bar.name + length + 6, y: y + 2, width: bar.value - 6, size: 8 })
      }
    })
  )
  doc.x = margin
  doc.y = top + bars.length * bar.height + 8
}

function drawTable(
  sheet: Sheet,
  { head, rows }: { head: readonly string[]; rows: readonly (readonly string[])[] }
): void {
  const { doc, whole, width } = sheet
  const figureWidth = Math.min(96, (width * 0.66) / Math.max(1, head.length - 1))
  const widths = head.map((_, index) => (index === 0 ? width - figureWidth * (head.length - 1) : figureWidth))
  const table = doc.struct('Table')
  whole.add(table)
  const row = (cells: readonly string[], isHead: boolean): void => {
    makeRoom(sheet, 20)
    const top = doc.y
    const line = doc.struct('TR')
    table.add(line)
    let x = margin
    for (const [index, cell] of cells.entries()) {
      const [at, cellWidth] = [x, widths[index] ?? figureWidth]
      const look = {
        weight: isHead ? 'bold' : 'regular',
        colour: isHead ? colours.muted : colours.ink,
        size: 9.5
      } as const
      line.add(
        doc.struct(isHead ? 'TH' : 'TD', {}, () =>
          label(sheet, cell, {
            ...look,
            x: at,
            y: top + 4,
            width: cellWidth - 6,
            align: index === 0 ? 'left' : 'right'
          })
        )
      )
      x += cellWidth
    }
    line.end()
    decorate(doc, () =>
      doc
        .moveTo(margin, top + 19)
        .lineTo(margin + width, top + 19)
        .lineWidth(0.5)
        .stroke(colours.line)
    )
    doc.x = margin
    doc.y = top + 20
  }
  row(head, true)
  for (const cells of rows) row(cells, false)
  table.end()
  doc.moveDown(0.5)
}

async function drawEntry(sheet: Sheet, { title, lines, photos }: Extract<Block, { kind: 'entry' }>): Promise<void> {
  makeRoom(sheet, photos.length > 0 ? photo.height + 60 : 50)
  sheet.doc.moveDown(0.4)
  say(sheet, 'H3', title, { size: 11.5, weight: 'bold' })
  for (const line of lines) say(sheet, 'P', line, { size: 9.5, colour: colours.muted })
  let x = margin
  for (const each of photos) x = await drawPhoto(sheet, each, x)
  if (photos.length > 0) sheet.doc.y += photo.height + photo.gap
  sheet.doc.x = margin
}

/** Beside the one before, or below it; gives back where the next one begins. */
async function drawPhoto(sheet: Sheet, { webp, says }: PaperPhoto, from: number): Promise<number> {
  const { doc, whole, width: full } = sheet
  const box = { width: photo.mostWidth * 2, height: photo.height * 2, fit: 'inside' } as const
  const drawn = sharp(webp).resize(box).jpeg({ quality: 80 }).toBuffer({ resolveWithObject: true })
  const found = await drawn.catch(() => undefined) // a damaged one is left out: whoever has the photo sees it there
  if (!found) return from
  const { data, info } = found
  const height = photo.height
  const width = Math.min(photo.mostWidth, (info.width / info.height) * height)
  let x = from
  if (x + width > margin + full) {
    x = margin
    doc.y += photo.height + photo.gap
    makeRoom(sheet, photo.height + photo.gap)
  }
  const y = doc.y
  whole.add(doc.struct('Figure', { alt: says }, () => doc.image(data, x, y, { fit: [width, height] })))
  doc.y = y
  return x + width + photo.gap
}

/** What says nothing to whoever listens. */
function decorate(doc: Doc, draw: () => void): void {
  doc.markContent('Artifact', { type: 'Layout' })
  draw()
  doc.endMarkedContent()
}

function drawFeet(sheet: Sheet, { foot, pageOf }: SentPaper): void {
  const { doc, width } = sheet
  const { start, count } = doc.bufferedPageRange()
  for (let index = start; index < start + count; index += 1) {
    doc.switchToPage(index)
    doc.page.margins.bottom = 0 // the foot stands in it
    const y = doc.page.height - margin
    const number = pageOf.replace('{page}', String(index + 1)).replace('{pages}', String(count))
    decorate(doc, () => {
      label(sheet, foot, { x: margin, y, width: width - 80, size: 8, colour: colours.muted })
      label(sheet, number, { x: margin + width - 80, y, width: 80, size: 8, align: 'right', colour: colours.muted })
    })
  }
}
