import type { FastifyInstance } from 'fastify'

/**
 * Keeps what is mounted from now on; the function tells for an address which methods it knows, so that another one can be
 * refused with them (RFC 9110 §15.5.6). Asked only when nothing fitted.
 */
export function watchMethods(app: FastifyInstance): (url: string) => readonly string[] {
  const known = new Map<string, { pattern: RegExp; methods: Set<string> }>()
  app.addHook('onRoute', ({ url, method }) => {
    if (url.includes('*')) return // files: whatever is there
    const entry = known.get(url) ?? { pattern: patternOf(url), methods: new Set() }
    for (const one of [method].flat()) entry.methods.add(one)
    known.set(url, entry)
  })
  return (url) => {
    const [path = ''] = url.split('?')
    const fitting = [...known.values()].filter(({ pattern }) => pattern.test(path))
    return [...new Set(fitting.flatMap(({ methods }) => [...methods]))].toSorted((a, b) => a.localeCompare(b))
  }
}

function patternOf(url: string): RegExp {
  const source = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : RegExp.escape(part)))
    .join('/')
  return new RegExp(`^${source}$`)
}
