import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { ariaInTwoLanguages, ariaUnderStrictPolicy, ariaUnderTrustedTypes } from './build/aria.ts'
import { bootFirst } from './build/boot.ts'
import { contractAsAddresses, withoutSchemas } from './build/contract.ts'
import { fingerprint } from './build/fingerprint.ts'
import { layerOrder } from './build/layers.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** A chunk of shared modules is called after all that share it; its first word is enough. */
const shortName = (name: string) => name.replace(/\.\w+$/, '').split('~')[0]

/** What text fields and their forms are made of: one file, which a page without a form does not load. */
const partOfForms = new RegExp(
  [
    String.raw`[\\/](useFormValidation\w*|useTextField|FieldError|TextField|TextArea|Input|useField|useFormReset|Group)\.mjs$`,
    String.raw`[\\/](useControlledState|useLabels?|Text)\.mjs$`,
    String.raw`web[\\/](ui|client)[\\/](field|text-field|password-field|form-error|form|use-form|account-fields)\.tsx?$`,
    String.raw`icons[\\/](eye|eye-off|key-round|circle-exclamation-point)\.mjs$`
  ].join('|')
)

/** `node web/build.ts` builds with it; `vite web` serves it while developing, the API on the usual port behind it. */
// oxlint-disable-next-line import/no-default-export -- Vite reads the default export
export default defineConfig({
  root: here('.'),
  plugins: [
    react(),
    contractAsAddresses(),
    withoutSchemas(),
    ariaInTwoLanguages(),
    ariaUnderStrictPolicy(),
    ariaUnderTrustedTypes(),
    layerOrder(),
    bootFirst()
  ],
  // what was kept for offline by another build may have another shape
  define: { buildName: JSON.stringify((await fingerprint(join(import.meta.dirname, '..'))).slice(0, 12)) },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/dev': 'http://127.0.0.1:8080' } },
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    // our content security policy allows no data: addresses
    assetsInlineLimit: 0,
    // light-dark() and layers as they are written: every browser since May 2024 knows them
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    manifest: 'manifest.json',
    reportCompressedSize: false,
    rolldownOptions: {
      input: { client: here('./index.html'), 'service-worker': here('./client/service-worker.ts') },
      output: {
        chunkFileNames: ({ name }) => `assets/${shortName(name)}-[hash].js`,
        assetFileNames: ({ names }) => `assets/${shortName(names[0] ?? '')}-[hash][extname]`,
        entryFileNames: ({ name }) => (name === 'service-worker' ? '[name].js' : 'assets/[name]-[hash].js'),
        codeSplitting: {
          // a group holds what its test names; what that imports stays where it is
          includeDependenciesRecursively: false,
          groups: [
            // changes only with our dependencies, so that a new version of ours leaves it in the browser's cache
            {
              name: 'react',
              priority: 4,
              test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack)[\\/]/
            },
            // one file instead of a dozen small ones: each request costs more than what it carries
            { name: 'base', priority: 3, tags: ['$initial'], test: (id) => !id.includes('service-worker') },
            { name: 'form', priority: 3, test: partOfForms },
            { name: 'icons', priority: 2, minShareCount: 2, test: /lucide-react/ },
            { name: 'shared', priority: 1, minShareCount: 2, entriesAware: true, entriesAwareMergeThreshold: 1000 }
          ]
        }
      }
    }
  }
})
