import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright-core'

/** Draws the PNG icons from public/icons/mark.svg. Run by hand when the mark changes: `node web/build/icons.ts <chromium>`. */

const folder = fileURLToPath(new URL('../public/icons/', import.meta.url))
/** `share` is the part of the square that the mark fills; a maskable icon keeps clear of the cut-off corners. */
const icons = [
  { file: 'icon-192.png', size: 192, share: 1, ground: 'transparent' },
  { file: 'icon-512.png', size: 512, share: 1, ground: 'transparent' },
  { file: 'maskable-512.png', size: 512, share: 0.66, ground: '#fbf8f2' },
  { file: 'apple-touch-icon.png', size: 180, share: 0.8, ground: '#fbf8f2' }
]

const executablePath = process.argv[2]
if (executablePath === undefined) throw new Error('give the path of a Chromium')
const mark = await readFile(`${folder}mark.svg`, 'utf8')
await using browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
const page = await browser.newPage()
for (const icon of icons) await writeFile(folder + icon.file, await draw(page, icon))

async function draw(canvas: Page, { size, share, ground }: (typeof icons)[number]): Promise<Buffer> {
  await canvas.setViewportSize({ width: size, height: size })
  const side = Math.round(size * share)
  await canvas.setContent(
    `<style>body{margin:0;height:${size}px;display:grid;place-items:center;background:${ground}}svg{width:${side}px;height:${side}px}</style>${mark}`
  )
  return canvas.screenshot({ omitBackground: true })
}
