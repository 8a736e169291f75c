import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PolicyAction, RateClass, Resource } from '#contract/policy.ts'
import type { Role } from '#contract/roles.ts'
import type { Schema } from '../arbitrary-of-schema.ts'
import { root } from '../source-files.ts'

/** An operation as somebody sees it who has the OpenAPI document and nothing else. */
export type Operation = {
  readonly operationId: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With its parameters in braces. */
  readonly path: string
  readonly params: readonly Parameter[]
  readonly query: readonly Parameter[]
  readonly body: Schema | undefined
  /** Its body is bytes of this type. */
  readonly bytes: string | undefined
  /** The status of success. */
  readonly status: number
  /** The codes of every way to fail, by status. */
  readonly codes: ReadonlyMap<number, readonly string[]>
  readonly open: boolean
  readonly policy: Policy
}
export type Parameter = { readonly name: string; readonly required: boolean; readonly schema: Schema }
export type Policy = {
  readonly action: PolicyAction
  readonly resource: Resource
  readonly verified: boolean
  readonly stepUp: boolean
  readonly rateClass: RateClass
  readonly roles: readonly Role[]
  readonly foreignStatus: 404 | null
  readonly staff?: true
}

type Described = {
  operationId: string
  security: unknown[]
  'x-honeydue': Policy
  parameters: { name: string; in: string; required?: boolean; schema: Schema }[]
  requestBody?: { content: Record<string, { schema: Schema }> }
  responses: Record<string, { content?: Record<string, { schema: ProblemSchema }> }>
}
type ProblemSchema = { allOf?: [unknown, { properties: { code: { enum: string[] } } }] }

/** Every operation of openapi.json, read as data: what is added there is tested without anybody thinking of it. */
export function operations(): Operation[] {
  const document = JSON.parse(readFileSync(join(root, 'openapi.json'), 'utf8')) as {
    paths: Record<string, Record<string, Described>>
  } // a test holds it equal to the contract
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => operationOf(path, method, described))
  )
}

function operationOf(path: string, method: string, described: Described): Operation {
  const { operationId, security, parameters, requestBody, responses } = described
  const from = (place: string) =>
    parameters
      .filter((parameter) => parameter.in === place)
      .map(({ name, required = false, schema }) => ({ name, required, schema }))
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? []
  const isBytes = content?.schema.format === 'binary'
  const statuses = Object.keys(responses).map(Number)
  return {
    operationId,
    method: method.toUpperCase() as Operation['method'],
    path,
    params: from('path'),
    query: from('query'),
    body: isBytes ? undefined : content?.schema,
    bytes: isBytes ? type : undefined,
    status: statuses.find((status) => status < 300) ?? 0,
    codes: new Map(statuses.map((status) => [status, codesOf(responses[status])])),
    open: security.length === 0,
    policy: described['x-honeydue']
  }
}

function codesOf(response: Described['responses'][string] | undefined): string[] {
  return response?.content?.['application/problem+json']?.schema.allOf?.[1].properties.code.enum ?? []
}

/** The names of the parameters that are ids of something. */
export function idsOf({ params }: Operation): string[] {
  return params.filter(({ schema }) => schema.format === 'uuid').map(({ name }) => name)
}
