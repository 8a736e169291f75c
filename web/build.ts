import { constants, brotliCompressSync, gzipSync } from 'node:zlib'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addIntegrity } from './build/integrity.ts'
import { budgetBytes, filesBeforeInteraction, firstPages, type FirstPage, type Manifest } from './build/budget.ts'
import { fingerprint } from './build/fingerprint.ts'
import { nameShellFiles } from './build/shell-files.ts'

/** `node web/build.ts`: builds the client into web/dist unless it is there already, and refuses one that is too heavy. */

const root = join(import.meta.dirname, '..')
const output = join(import.meta.dirname, 'dist')
const stamp = join(output, 'built-from.txt')

const wanted = await fingerprint(root)
if (wanted === (await readFile(stamp, 'utf8').catch(() => ''))) {
  console.log('web client: up to date')
} else {
  await rm(stamp, { force: true })
  const manifest = await buildClient()
  await checkBudget(manifest)
  await compressAll()
  await mkdir(output, { recursive: true })
  await writeFile(stamp, wanted)
}

async function buildClient(): Promise<Manifest> {
  console.log('web client: building')
  const [{ build }, { buildBoot }] = await Promise.all([import('vite'), import('./build/boot.ts')])
  await build({ configFile: join(import.meta.dirname, 'vite.config.ts'), logLevel: 'warn' })
  const file = join(output, 'manifest.json')
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest // Vite's own format
  await rm(file)
  await buildBoot(manifest, import.meta.dirname, output)
  await addIntegrity(output)
  await nameShellFiles(output)
  return manifest
}

async function checkBudget(manifest: Manifest): Promise<void> {
  const heaviest = await Promise.all(firstPages.map((page) => weigh(manifest, page)))
  for (const { page, bytes } of heaviest) {
    const weight = `${(bytes / 1000).toFixed(1)} of ${budgetBytes / 1000} kB gz`
    console.log(`web client: ${weight} JavaScript before interaction, ${page}`)
  }
  if (heaviest.some(({ bytes }) => bytes > budgetBytes)) {
    console.error('web client: too heavy; load later what the first view does not need')
    process.exit(1)
  }
}

async function weigh(manifest: Manifest, page: FirstPage): Promise<{ page: string | undefined; bytes: number }> {
  const files = filesBeforeInteraction(manifest, page)
  const sizes = await Promise.all(
    files.map(async (file) => gzipSync(await readFile(join(output, file)), { level: 9 }).length)
  )
  return { page: page.sources[0], bytes: sizes.reduce((sum, size) => sum + size, 0) }
}

/** Beside each text file its .br and .gz, so that the server never compresses while somebody waits. */
async function compressAll(): Promise<void> {
  const entries = await readdir(output, { recursive: true })
  const texts = entries.filter((name) => /\.(js|css|html|svg|json|webmanifest)$/.test(name))
  await Promise.all(texts.map(compress))
}

async function compress(name: string): Promise<void> {
  const file = join(output, name)
  const content = await readFile(file)
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } }
  await writeFile(`${file}.br`, brotliCompressSync(content, quality))
  await writeFile(`${file}.gz`, gzipSync(content, { level: 9 }))
}
