import assert from 'node:assert/strict'
import { test } from 'node:test'
import { check } from 'recheck'
import { operations } from './matrix/operations.ts'
import { sourceFiles, type SourceFile } from './source-files.ts'

/** What has let people into other systems and is easily seen in the source. */

const files = sourceFiles('contract', 'server', 'ops', 'web').filter(
  ({ path }) => !/\.test\.tsx?$|\/testing(-[\w-]+\.ts|\/)/.test(path)
)

const forbidden: { what: string; shownBy: RegExp; allowed?: RegExp }[] = [
  // ASVS 1.3.2
  {
    what: 'text run as code',
    shownBy: /\beval\(|new Function\(|\bvm\.|node:vm|setTimeout\(\s*['"`]|setInterval\(\s*['"`]/
  },
  { what: 'randomness that can be guessed', shownBy: /Math\.random/, allowed: /^server\/(commands|demo)\/|^web\// },
  // ASVS 1.2.5
  { what: 'a shell', shownBy: /shell: true|\bexecSync\(|\{[^}]*\bexec\b[^}]*\} from 'node:child_process'/ },
  // ASVS 12.3.2
  {
    what: 'a TLS peer that nobody checks',
    shownBy: /rejectUnauthorized: false|NODE_TLS_REJECT_UNAUTHORIZED/,
    // Looks at the certificate that is served, which is its question, and sends nothing.
    allowed: /^ops\/secrets\/adapters\/served-leaves\.ts$/
  },
  // ASVS 1.3.6, 13.2.4, 13.2.5, 15.3.2
  {
    what: 'a request to another host outside of the one door',
    shownBy: /\bfetch\(|from 'undici'|from 'node:https'|from 'node:http2'|https?\.(request|get)\(|from 'axios'/,
    // The doctor asks this machine whether honeyDue answers.
    allowed:
      /^server\/(gateways\/|platform\/outbound(-http2)?\.ts|commands\/doctor\.ts)|^ops\/cluster\/transport\.ts$|^web\/(api|early|client\/service-worker)\.ts$/
  },
  // ASVS 3.2.2, 3.2.3
  {
    what: 'markup from text',
    shownBy:
      /innerHTML|outerHTML|dangerouslySetInnerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser/,
    allowed: /^web\/build\/aria\.ts$/
  },
  // ASVS 14.3.3
  {
    what: 'a credential in the browser’s storage',
    shownBy: /(local|session)Storage\.setItem\([^)]*(token|password|secret|session)/i
  },
  // The columns of a card are constants.
  // ASVS 1.2.4
  {
    what: 'SQL put together from text',
    shownBy: /sql\.raw\(|\.query\(`[^`]*\$\{(?!marker)/,
    allowed: /^server\/(platform\/|features\/tasks\/board-queries\.ts)/
  },
  // ASVS 6.4.2
  { what: 'a hint for a password', shownBy: /password_?hint|secret_?question|security_?question/i, allowed: /^web\// },
  // What Xcode signs is signed by nobody: Apple's library believes it all the same.
  {
    what: 'a purchase that nobody signed believed',
    shownBy: /xcode|local_?testing|app-store-server-library/i
  },
  {
    what: 'a debugger',
    shownBy: /\bdebugger\b|console\.(log|error|debug)\(/,
    allowed: /^web\/|^server\/(main|commands\/)/
  }
]

for (const { what, shownBy, allowed } of forbidden) {
  test(`there is nowhere ${what}`, () => {
    const astray = files.filter(({ path, text }) => !allowed?.test(path) && shownBy.test(withoutComments(text)))
    assert.deepEqual(
      astray.map(({ path }) => path),
      []
    )
  })
}

// ASVS 14.2.1
test('no address names a secret but that of a calendar feed: tokens, codes and passwords travel in bodies', () => {
  const named = operations().flatMap(({ operationId, query, params }) =>
    [...query, ...params].map(({ name }) => `${operationId} ${name}`)
  )
  assert.deepEqual(
    named.filter((name) => / .*(token|password|secret|code$|email|feedFile)/i.test(name)),
    ['readCalendarFeed feedFile'] // calendar programs can do nothing but read an address
  )
})

// ASVS 2.1.1, 1.4.2
test('every text and number that comes in has its bounds', () => {
  const unbounded = operations().flatMap(({ operationId, body, params, query }) =>
    [body, ...params.map(({ schema }) => schema), ...query.map(({ schema }) => schema)]
      .flatMap(partsOf)
      .filter((part) => !isBounded(part))
      .map((part) => `${operationId}: ${JSON.stringify(part).slice(0, 100)}`)
  )
  assert.deepEqual(unbounded, [])
})

type Part = Partial<Record<'maxLength' | 'maximum' | 'maxItems', number>> & {
  type?: string | string[]
  enum?: unknown
  const?: unknown
  format?: string
  pattern?: string
}

/** A schema and all schemas in it. */
function partsOf(schema: unknown): Part[] {
  if (typeof schema !== 'object' || schema === null) return []
  return [schema, ...Object.values(schema).flatMap(partsOf)]
}

function isBounded(part: Part): boolean {
  const types = new Set([part.type ?? []].flat())
  if ('enum' in part || 'const' in part) return true
  if (types.has('string') && !isShort(part)) return false
  if (types.has('array') && part.maxItems === undefined) return false
  return !types.has('integer') || (part.maximum ?? Infinity) <= Number.MAX_SAFE_INTEGER
}

function isShort({ maxLength, format, pattern }: Part): boolean {
  return maxLength !== undefined || format !== undefined || (pattern !== undefined && !/[*+]|,\}/.test(pattern))
}

// ASVS 1.3.12
test('no pattern can be made to take long by what it is matched with', async () => {
  const patterns = new Set([
    ...files.filter(({ path }) => /^(contract|server|ops)\//.test(path)).flatMap(literalsIn),
    ...patternsOfApi()
  ])
  assert.ok(patterns.size > 60, `${patterns.size}`)
  const slow: string[] = []
  for (const pattern of patterns) {
    const [, source = '', flags = ''] = /^\/(.*)\/(\w*)$/s.exec(pattern) ?? []
    const { status } = await check(source, flags.replace('v', 'u'), { timeout: 10_000, randomSeed: 1 })
    if (status === 'vulnerable') slow.push(pattern)
  }
  assert.deepEqual(slow, [])
})

function patternsOfApi(): string[] {
  const found = JSON.stringify(operations()).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)
  return [...found].map(([, text]) => `/${String(JSON.parse(text ?? '""'))}/`)
}

function literalsIn({ text }: SourceFile): string[] {
  const literal = /(?<=[=(,:[!&|?]\s*)\/(?![*/])(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[dgimsuvy]*/g
  return [...withoutComments(text).matchAll(literal)].map(([found]) => found)
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(?<=^|[\s;{}])\/\/.*/g, '')
}
