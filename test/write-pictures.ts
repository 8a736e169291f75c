import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { argv, execPath } from 'node:process'
import sharp from 'sharp'
import { documentLinks } from './document-links.ts'
import { root } from './source-files.ts'

/**
 * `npm run pictures`: runs the stories in the browser and makes the pictures of docs/use of what they saw. A picture has the name of
 * the screenshot; `-- --kept` takes those that the last stories left.
 */
const screenshots = join(root, 'test/screenshots')
/** Of a window 1280 wide, and of a phone. */
const widths = { desktop: 900, phone: 320 }

if (!argv.includes('--kept')) {
  const stories = spawn(execPath, ['--test', '--test-concurrency=1', 'test/e2e/*.test.ts'], {
    cwd: root,
    stdio: 'inherit'
  })
  const [code] = (await once(stories, 'exit')) as [number | null] // what spawn says
  if (code !== 0) throw new Error('the stories fail: their pictures are not worth showing')
}
const wanted = new Set(documentLinks().flatMap(({ to }) => (to.endsWith('.webp') ? [to] : [])))
for (const path of wanted) {
  const name = basename(path, '.webp')
  const screenshot = join(screenshots, `${name}.png`)
  if (!existsSync(screenshot)) throw new Error(`${path} is shown, and no story keeps ${name}`)
  await mkdir(join(root, dirname(path)), { recursive: true })
  const width = name.includes('-phone-') ? widths.phone : widths.desktop
  await sharp(screenshot).resize({ width }).webp({ quality: 82 }).toFile(join(root, path))
}
console.log(`${wanted.size} pictures`)
