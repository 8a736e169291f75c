import { join } from 'node:path'
import { build, type Plugin } from 'vite'
import { contractAsAddresses, withoutSchemas } from './contract.ts'
import { filesBeyondEntry, firstPages, type Manifest } from './budget.ts'

/** Builds client/boot.ts into one script by itself that knows what to fetch ahead; `folder` is web/, `output` web/dist. */
export async function buildBoot(manifest: Manifest, folder: string, output: string): Promise<void> {
  const preloads = {
    languages: {
      en: filesBeyondEntry(manifest, 'messages/en.ts'),
      de: filesBeyondEntry(manifest, 'messages/de.ts')
    },
    pages: firstPages.map(({ source, pattern }) => ({ pattern, files: filesBeyondEntry(manifest, source) }))
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
