import { join } from 'node:path'
import { build, type Plugin } from 'vite'
import { contractAsAddresses, withoutSchemas } from './contract.ts'
import { catalogue, filesBeyondEntry, firstPages, parts, type Manifest } from './budget.ts'

/** Builds client/boot.ts into one script by itself that knows what to fetch ahead; `folder` is web/, `output` web/dist. */
export async function buildBoot(manifest: Manifest, folder: string, output: string): Promise<void> {
  const wordsOf = (language: 'en' | 'de') =>
    Object.fromEntries(parts.map((part) => [part, filesBeyondEntry(manifest, [catalogue(language, part)])]))
  const preloads = {
    words: { en: wordsOf('en'), de: wordsOf('de') },
    pages: firstPages.map(({ sources, ...page }) => ({ ...page, files: filesBeyondEntry(manifest, sources) }))
  }
  await build({
    configFile: false,
    root: folder,
    publicDir: false,
    logLevel: 'warn',
    plugins: [contractAsAddresses(), withoutSchemas()],
    define: { preloads: JSON.stringify(preloads) },
    build: {
      outDir: output,
      emptyOutDir: false,
      rolldownOptions: {
        input: join(folder, 'client', 'boot.ts'),
        output: { format: 'iife', entryFileNames: 'boot.js' }
      }
    }
  })
}

/** Puts the script at the head of the page; not while developing, where there is nothing to fetch ahead. */
export function bootFirst(): Plugin {
  return {
    name: 'boot-first',
    apply: 'build',
    transformIndexHtml: () => [{ tag: 'script', attrs: { src: '/boot.js' }, injectTo: 'head-prepend' }]
  }
}
