import type { openApi } from '#contract/openapi.ts'

type Document = ReturnType<typeof openApi>
type Operation = {
  operationId: string
  tags: string[]
  summary: string
  security: unknown[]
  parameters: { name: string; in: string; required?: boolean; schema: object }[]
  requestBody?: { content: Record<string, { schema: object }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>
}

/** The OpenAPI document as one page without scripts: every operation by tag, its schemas folded away. */
export function referencePage(document: Document): string {
  const operations = Object.entries(document.paths).flatMap(
    ([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as Operation })) // made by openApi()
  )
  const byTag = Map.groupBy(operations, ({ operation }) => operation.tags[0] ?? '')
  const sections = [...byTag].map(([tag, group]) => `<h2>${escape(tag)}</h2>${group.map(article).join('')}`)
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>honeyDue API</title><link rel="stylesheet" href="/api/docs.css"></head><body><main>
<h1>honeyDue API ${escape(document.info.version)}</h1><p>${escape(document.info.description)}</p>
<p>The same for programs: <a href="/api/openapi.json">openapi.json</a> (OpenAPI ${document.openapi}).
Sign in with <code>POST /api/sessions</code> and send <code>Authorization: Bearer …</code>.</p>
${sections.join('')}</main></body></html>`
}

referencePage.style = `:root{color-scheme:light dark;--line:light-dark(#ddd4c3,#3b352a);--honey:light-dark(#8f5400,#f2b33d)}
body{font:16px/1.5 system-ui,sans-serif;margin:0;background:light-dark(#fbf8f2,#16140f);color:light-dark(#231f18,#f3eee4)}
main{max-width:60rem;margin:auto;padding:1.5rem}article{border-top:1px solid var(--line);padding:1rem 0}
h3{margin:0;font-size:1rem;overflow-wrap:anywhere}b{color:var(--honey)}a{color:var(--honey)}pre{overflow:auto;font-size:.8rem}
dl{display:grid;grid-template-columns:auto 1fr;gap:.2rem 1rem}dd{margin:0;white-space:pre-line}summary{cursor:pointer;min-height:1.5rem}`

function article({ path, method, operation }: { path: string; method: string; operation: Operation }): string {
  const { operationId, summary, security, parameters, requestBody, responses } = operation
  const answers = Object.entries(responses).map(
    ([status, { description }]) => `<dt>${status}</dt><dd>${escape(description)}</dd>`
  )
  const answer = schemaOf(Object.values(responses)[0]?.content ?? {}) // the first is the one of success
  return `<article id="${operationId}"><h3><b>${method.toUpperCase()}</b> <code>${escape(path)}</code></h3>
<p>${escape(summary)}. ${security.length > 0 ? 'Needs a session.' : 'Open to everyone.'}</p>
${parameters.length > 0 ? folded('Parameters', parameters) : ''}${requestBody ? folded('Body', schemaOf(requestBody.content)) : ''}
${answer ? folded('Answer', answer) : ''}<details><summary>Statuses</summary><dl>${answers.join('')}</dl></details></article>`
}

function folded(title: string, value: unknown): string {
  return `<details><summary>${title}</summary><pre tabindex="0">${escape(JSON.stringify(value, null, 2))}</pre></details>`
}

/** What is no JSON is told with its type. */
function schemaOf(content: Record<string, { schema?: object }>): object | undefined {
  const [first] = Object.entries(content)
  if (!first) return undefined
  const [type, { schema = {} }] = first
  return type === 'application/json' ? schema : { [type]: schema }
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
