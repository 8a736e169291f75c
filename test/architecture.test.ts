import assert from 'node:assert/strict'
import { test } from 'node:test'
import { importsOf, sourceFiles, type SourceFile } from './source-files.ts'

/**
 * The law of the layout (ARCHITECTURE.md): what each zone may import. The first zone whose pattern fits a file is the
 * file's; a pattern that begins with `!` forbids what a later one would allow.
 */
const zones: { zone: RegExp; may: RegExp[]; never?: RegExp[]; because: string }[] = [
  {
    zone: /^contract\//,
    may: [/^contract\//, /^typebox(\/|$)/],
    because: 'the contract is what server, web and mobile apps agree on: data, nothing of ours'
  },
  {
    zone: /^server\/features\/tasks\/recurrence\//,
    may: [/^contract\//, /^server\/features\/tasks\/recurrence\//],
    because: 'the recurrence engine is pure'
  },
  {
    zone: /^server\/features\/subscriptions\/projection\//,
    may: [/^contract\/purchase-states\.ts$/, /^server\/features\/subscriptions\/(facts\.ts$|projection\/)/],
    because: 'what a purchase is follows from its facts alone'
  },
  {
    zone: /^server\/features\/\w+\/([\w-]*-)?rules\.ts$/,
    may: [
      /^contract\//,
      /^server\/platform\/errors\.ts$/,
      /^server\/features\/\w+\/([\w-]*-)?rules\.ts$/,
      /^server\/features\/tasks\/recurrence\//,
      /^server\/features\/catalogue\/(template|[\w-]+-zones)\.ts$/
    ],
    because: 'rules get values and return values'
  },
  {
    zone: /^server\/features\//,
    may: [
      /^(contract|server\/platform|server\/gateways|server\/features)\//,
      /^node:/,
      /^(typebox|kysely)(\/|$)/,
      /^@node-rs\/argon2$/,
      /^otpauth$/,
      /^@simplewebauthn\/server$/,
      /^(ical\.js|csv-parse|yauzl)(\/|$)/
    ],
    never: [/^fastify/, /^pg$/, /^graphile-worker/, /^node:process/],
    because: 'a feature knows neither HTTP nor the queue nor the driver'
  },
  {
    zone: /^server\/gateways\//,
    may: [/^(contract|server\/platform|server\/gateways)\//, /^node:/, /^[^.#]/],
    never: [/^server\/(features|commands|compose)/],
    because: 'a gateway talks to one outside service and knows nothing of the product'
  },
  {
    zone: /^server\/platform\//,
    may: [/^(contract|server\/platform)\//, /^node:/, /^[^.#]/],
    never: [/^server\/(features|gateways|commands|compose|demo)/],
    because: 'the platform knows nothing of the product'
  },
  {
    zone: /^ops\//,
    may: [
      /^ops\//,
      /^server\/platform\/(fingerprint|ids|keyring|outbound|private-folder|push-config|secret|service-account)\.ts$/,
      /^server\/gateways\/(apns|fcm|google-access)\//,
      /^node:/,
      /^(@kubernetes\/client-node|@redis\/client|age-encryption|bcryptjs|commander|nodemailer|typebox|yaml|pg)(\/|$)/
    ],
    because:
      'the operator’s tool shares with the server what a secret is and how push services take one, and nothing of the product'
  },
  {
    zone: /^server\//,
    may: [/./],
    never: [/^server\/main\.ts$/, /^(web|test|bench|ops)\//],
    because: 'main.ts is started, never imported'
  },
  {
    zone: /^web\/(build|vite|node_modules)/,
    may: [/./],
    never: [/^server\//],
    because: 'the build of the web client stands on its own'
  },
  {
    zone: /^web\//,
    may: [
      /^(contract|web)\//,
      /^(react|react-dom|react-router|react-aria-components|react-aria|react-stately|lucide-react|qrcode|idb|temporal-polyfill|typebox)(\/|$)/,
      /^@simplewebauthn\/browser$/,
      /^@(tanstack|internationalized|react-aria|react-stately|fontsource-variable)\//
    ],
    never: [/^node:/],
    because: 'the client knows the contract and the browser'
  }
]

/** Which feature may use which other one, and only through its access.ts. */
const arrows = new Set([
  'residences → plans',
  'tasks → plans',
  'contractors → plans',
  'documents → plans',
  'handovers → plans',
  'privacy → plans',
  'subscriptions → accounts',
  'subscriptions → plans',
  'privacy → subscriptions',
  'residences → accounts',
  'files → residences',
  'assets → residences',
  'tasks → residences',
  'tasks → assets',
  'contractors → residences',
  'catalogue → residences',
  'catalogue → tasks',
  'catalogue → assets',
  'documents → files',
  'documents → assets',
  'documents → contractors',
  'documents → residences',
  'events → residences',
  'tasks → files',
  'handovers → residences',
  'handovers → files',
  'reports → residences',
  'exchange → residences',
  'exchange → tasks',
  'exchange → assets',
  'tasks → contractors',
  'reports → tasks',
  'reports → assets',
  'reports → files',
  'reports → documents',
  'notices → devices',
  'privacy → accounts',
  'privacy → devices',
  'privacy → exchange',
  'privacy → events',
  'privacy → residences',
  'privacy → tasks',
  'privacy → files',
  'privacy → catalogue',
  'privacy → assets',
  'privacy → documents',
  'guests → residences',
  'guests → tasks',
  'guests → files',
  'guests → contractors',
  'guests → documents',
  'guests → accounts',
  'privacy → guests',
  'privacy → contractors'
])

const files = sourceFiles('contract', 'server', 'ops', 'web').filter(({ path }) => !isTest(path))

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || /\/testing(-[\w-]+\.ts|\/)/.test(path)
}

test('every import goes along an arrow of the architecture', () => {
  const broken = files.flatMap((file) => {
    const {
      may,
      never = [],
      because
    } = zones.find(({ zone }) => zone.test(file.path)) ?? assert.fail(`${file.path} is in no zone`)
    return importsOf(file)
      .filter((target) => never.some((pattern) => pattern.test(target)) || !may.some((pattern) => pattern.test(target)))
      .map((target) => `${file.path} → ${target}: ${because}`)
  })
  assert.deepEqual(broken, [])
})

test('a feature uses another one only along an arrow, through its access.ts', () => {
  const broken = files.flatMap((file) => {
    const from = featureOf(file.path)
    return importsOf(file)
      .filter((target) => from !== undefined && featureOf(target) !== undefined && featureOf(target) !== from)
      .filter((target) => !arrows.has(`${from} → ${featureOf(target)}`) || !target.endsWith('/access.ts'))
      .map((target) => `${file.path} → ${target}`)
  })
  assert.deepEqual(broken, [])
})

function featureOf(path: string): string | undefined {
  return /^server\/features\/(\w+)\//.exec(path)?.[1]
}

/** What must stay out of the process that holds sessions and secrets, and where it is started instead. */
const decoders = {
  packages: /^(sharp|libheif-js|unpdf)(\/|$)/,
  processes: ['server/gateways/pictures/redraw-process.ts', 'server/gateways/pdf-text/read-pdf-process.ts']
}

test('the code that decodes what strangers send is in no process but its own', () => {
  const targets = new Map(files.map((file) => [file.path, importsOf(file)]))
  const reached = (path: string, seen = new Set<string>()): Set<string> => {
    if (!seen.has(path)) {
      seen.add(path)
      for (const target of targets.get(path) ?? []) reached(target, seen)
    }
    return seen
  }
  const decodes = (path: string) => [...reached(path)].some((target) => decoders.packages.test(target))
  assert.equal(decodes('server/main.ts'), false)
  assert.deepEqual(
    decoders.processes.filter((process) => !decodes(process)),
    []
  )
})

test('nothing imports in a circle', () => {
  const targets = new Map(files.map((file) => [file.path, importsOf(file)]))
  const circles: string[] = []
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) return void circles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
    if (done.has(path)) return
    for (const target of targets.get(path) ?? []) visit(target, [...trail, path])
    done.add(path)
  }
  for (const path of targets.keys()) visit(path, [])
  assert.deepEqual(circles, [])
})

/** What may stand only in some files: text that shows it, and where it belongs. */
const homes: { what: string; shownBy: RegExp; belongs: RegExp }[] = [
  {
    what: 'SQL',
    shownBy: /\b(selectFrom|insertInto|updateTable|deleteFrom)\(|\bsql`|\.query\(/,
    belongs:
      /queries\.ts$|^server\/platform\/(postgres\/|transaction\.ts|jobs\.ts|live-workers\.ts|audit(-\w+)?\.ts|http\/health\.ts)/
  },
  { what: 'a transaction', shownBy: /\.transaction\(\)/, belongs: /^server\/platform\/transaction\.ts$/ },
  {
    what: 'the clock',
    shownBy: /Temporal\.Now|Date\.now\(|new Date\(\)/,
    belongs: /^server\/(commands|demo|platform|gateways)\/|^ops\/main\.ts$|^web\//
  },
  {
    what: 'a request to another host',
    shownBy: /(?<![.\w])fetch\(|from 'node:https'|from 'node:http2'|from 'undici'/,
    belongs: /^server\/(platform\/outbound(-http2)?|commands\/doctor)\.ts$|^web\//
  },
  {
    what: 'the environment',
    shownBy: /process\.env|\benv\b.* from 'node:process'/,
    belongs: /^web\/(vite\.config|build)|^server\/commands\/load-secrets\.ts$/
  },
  {
    what: 'a revealed secret',
    shownBy: /\.reveal\(\)/,
    belongs:
      /^server\/(commands\/(database|audit)|platform\/(keyring|fingerprint|audit-origin|seal-anew|push-config|app-store-config|stripe-config|http\/mount|secrets\/[\w-]+|postgres\/live-login)|gateways\/(mail\/smtp|files\/(s3|open-files)|redis\/redis|apns\/[\w-]+|app-store\/api-token|fcm\/[\w-]+|google-(access|play)\/[\w-]+|stripe\/[\w-]+|telemetry\/ingest|identity-providers\/[\w-]+)|features\/(accounts\/[\w/-]+|guests\/guest|subscriptions\/google\/[\w-]+|subscriptions\/intake\/event-log))\.ts$|^ops\/(secrets\/(redactor|escrow|cluster-places|key-state|source[\w-]*|adapters\/[\w-]+)|commands\/(apply|escrow-of|recipients|rotate-guide|rotate-place|source-of)|cluster\/https-cluster)\.ts$/
  }
]
// ASVS 1.2.4
for (const { what, shownBy, belongs } of homes) {
  test(`${what} stands only where it belongs`, () => {
    const astray = files.filter(({ path, text }) => !belongs.test(path) && shownBy.test(withoutComments(text)))
    assert.deepEqual(
      astray.filter(({ path }) => /^(server|ops|web)\//.test(path)).map(({ path }) => path),
      []
    )
  })
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/\/\/.*/g, '')
}

test('the walk sees imports of every form', () => {
  const file: SourceFile = {
    path: 'server/platform/x.ts',
    text: `import a from 'a'\nimport type { B } from './b.ts'\nimport {\n  c\n} from '#contract/c.ts'\nexport { d } from 'd'\nimport 'e'\nawait import('./f.ts')`
  }
  assert.deepEqual(importsOf(file), ['a', 'server/platform/b.ts', 'contract/c.ts', 'd', 'e', 'server/platform/f.ts'])
})
