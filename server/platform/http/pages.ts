import { existsSync } from 'node:fs'
import files from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { routes } from '#contract/index.ts'
import { openApi } from '#contract/openapi.ts'
import { AppError } from '../errors.ts'
import { referencePage } from './reference-page.ts'
import { pageHeaders } from './headers.ts'
import { sendProblem } from './problem.ts'

const yearInSeconds = 31_536_000

/** What an address gets at which nothing is mounted: the client's page, 405 or 404. */
export type AnswerUnknown = (request: FastifyRequest, reply: FastifyReply) => FastifyReply

/** The web client from its built folder: every address that is no file and not the API's is the client's own. */
export async function mountWebClient(
  app: FastifyInstance,
  { folder, methodsOf }: { folder: string | undefined; methodsOf: (url: string) => readonly string[] }
): Promise<AnswerUnknown> {
  const served = folder !== undefined && existsSync(`${folder}/index.html`)
  if (served) await serveFiles(app, folder)
  const answerUnknown: AnswerUnknown = (request, reply) => {
    if (served && isPage(request)) return reply.sendFile('index.html') // also where only a form is taken, as Apple's
    const methods = methodsOf(request.url)
    return methods.length > 0 && !methods.includes(request.method)
      ? sendProblem(new AppError('method_not_allowed'), request, reply.header('allow', methods.join(', ')))
      : sendProblem(new AppError('route_not_found'), request, reply)
  }
  app.setNotFoundHandler(answerUnknown)
  return answerUnknown
}

/** What has a dot is a file, and files that are not there are not there. */
function isPage({ method, url }: FastifyRequest): boolean {
  const [path = ''] = url.split('?')
  return (method === 'GET' || method === 'HEAD') && !/^\/(api|dev|assets|internal|metrics)(\/|$)|\./.test(path)
}

async function serveFiles(app: FastifyInstance, folder: string): Promise<void> {
  await app.register(files, {
    root: folder,
    preCompressed: true,
    cacheControl: false,
    setHeaders(response, path) {
      const immutable = path.includes('/assets/')
      response.header('cache-control', immutable ? `public, max-age=${yearInSeconds}, immutable` : 'no-cache')
    }
  })
}

/** The OpenAPI document and the same as a page to read: megabytes, made when somebody first asks for them. */
export function mountReference(app: FastifyInstance, version: string): void {
  let json: string | undefined
  let page: string | undefined
  const config = { config: { headers: pageHeaders } }
  app.get('/api/openapi.json', config, (_request, reply) => {
    json ??= JSON.stringify(openApi(routes, version))
    return send(reply, 'application/json; charset=utf-8', json)
  })
  app.get('/api/docs', config, (_request, reply) => {
    page ??= referencePage(openApi(routes, version))
    return send(reply, 'text/html; charset=utf-8', page)
  })
  app.get('/api/docs.css', config, (_request, reply) => send(reply, 'text/css; charset=utf-8', referencePage.style))
}

function send(reply: FastifyReply, type: string, body: string): FastifyReply {
  return reply.type(type).header('cache-control', 'no-cache').send(body)
}
