import { errors, type ErrorCode } from './errors.ts'
import { ReachedLimit } from './plans.ts'
import { isShared, rolesFor } from './policy.ts'
import type { Route } from './route.ts'

/** The codes that every operation of a kind can give beside its own. */
export function commonErrors(route: Route): ErrorCode[] {
  const codes: ErrorCode[] = [
    'malformed_request',
    'address_too_long',
    'headers_too_large',
    'request_timeout',
    'host_not_known',
    'internal',
    'busy',
    'database_unavailable',
    'shutting_down'
  ]
  codes.push('ambiguous_credentials', 'cross_site_request', 'too_many_requests')
  codes.push(...codesOfPolicy(route))
  if (route.params ?? route.query ?? route.body ?? route.bytes) codes.push('invalid_input')
  if (route.method !== 'GET')
    codes.push('audit_unavailable', 'invalid_json', 'body_too_large', 'unsupported_media_type')
  if (takesIdempotencyKey(route)) codes.push('idempotency_key_reused', 'idempotency_reply_withheld')
  return codes
}

function codesOfPolicy(route: Route): ErrorCode[] {
  return [
    ...(route.access === 'anonymous' ? [] : (['not_signed_in'] as const)),
    ...(route.verified ? (['email_not_verified'] as const) : []),
    ...(route.stepUp ? (['step_up_required'] as const) : []),
    ...(route.access === 'staff' ? (['route_not_found', 'second_factor_required'] as const) : [])
  ]
}

/**
 * Signed-in writes: a repeated key is answered with the first reply. Anonymous ones have nobody to keep a key for, and a part
 * of an upload is known by its offset.
 */
export function takesIdempotencyKey(route: Route): boolean {
  return route.method !== 'GET' && route.access !== 'anonymous' && !route.bytes
}

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { const: 'about:blank' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: Object.keys(errors) },
    requestId: { type: 'string' },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        required: ['in', 'path', 'reason'],
        properties: {
          in: { enum: ['params', 'query', 'body', 'headers'] },
          path: { type: 'string', description: 'JSON Pointer (RFC 6901)' },
          reason: { type: 'string' }
        }
      }
    },
    limit: ReachedLimit
  }
}

/** The OpenAPI 3.1 document of a set of routes; pure. */
export function openApi(routes: Record<string, Route>, version: string) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const [operationId, route] of Object.entries(routes)) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(operationId, route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'honeyDue',
      version,
      description:
        'Instants are RFC 3339, dates ISO 8601, money in minor units, ids UUIDv7. Unknown fields and parameters are refused. ' +
        'Errors are RFC 9457 problems with a stable `code`. Lists are keyset-paged.',
      license: { name: 'MIT', identifier: 'MIT' }
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Problem: problem },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: '__Host-honeydue' }
      }
    }
  }
}

function operation(operationId: string, route: Route) {
  return {
    operationId,
    tags: [route.tag],
    summary: route.summary,
    security: route.access === 'anonymous' ? [] : [{ bearer: [] }, { cookie: [] }],
    'x-honeydue': policy(route),
    parameters: parameters(route),
    ...(route.body && { requestBody: { required: true, content: json(route.body) } }),
    ...(route.bytes && { requestBody: { required: true, content: { [route.bytes.type]: { schema: binary } } } }),
    responses: responses(route)
  }
}

/**
 * The access policy, for tests and tools that read the document alone. `roles`: the members of a residence who may; none
 * where it is not about a residence. `foreignStatus`: the answer for an id that is somebody else's, or nobody's. `staff`: for
 * staff alone.
 */
function policy(route: Route) {
  const { action, resource, verified, stepUp, rate, access, params = {} } = route
  const namesSomething = JSON.stringify(params).includes('"uuid"')
  return {
    action,
    resource,
    verified,
    stepUp,
    rateClass: rate,
    roles: isShared(resource) ? rolesFor(action) : [],
    foreignStatus: access === 'user' && namesSomething ? 404 : null,
    ...(access === 'staff' && { staff: true })
  }
}

function parameters(route: Route) {
  return [
    ...Object.entries(route.params?.properties ?? {}).map(([name, schema]) => ({
      name,
      in: 'path',
      required: true,
      schema
    })),
    ...Object.entries(route.query?.properties ?? {}).map(([name, schema]) => ({
      name,
      in: 'query',
      ...(isRequired(route.query, name) && { required: true }),
      schema
    })),
    ...signatureOf(route),
    ...(takesIdempotencyKey(route) ? [header('Idempotency-Key', { minLength: 8, maxLength: 100 })] : []),
    ...(route.tagged ? [header(route.method === 'GET' ? 'If-None-Match' : 'If-Match', { maxLength: 200 })] : [])
  ]
}

/** OpenAPI has no parameter for `Authorization`. */
function signatureOf({ bytes }: Route) {
  const { signedBy = 'authorization' } = bytes ?? {}
  return signedBy === 'authorization' ? [] : [header(signedBy, { maxLength: 1024 })]
}

function isRequired(schema: object | undefined, name: string): boolean {
  const { required = [] }: { required?: readonly string[] } = schema ?? {}
  return required.includes(name)
}

function header(name: string, limits: object) {
  return { name, in: 'header', schema: { type: 'string', ...limits } }
}

function responses(route: Route) {
  const codes = [...new Set([...route.errors, ...commonErrors(route)])]
  const byStatus = Map.groupBy(codes, (code) => errors[code].status)
  return {
    [route.status]: {
      description: 'Done.',
      ...(route.tagged && { headers: { ETag: { schema: { type: 'string' } } } }),
      ...(route.reply && { content: json(route.reply) }),
      ...(route.file && { content: Object.fromEntries(route.file.map((type) => [type, { schema: binary }])) })
    },
    ...(route.tagged && route.method === 'GET' && { 304: { description: 'Unchanged since the given ETag.' } }),
    ...Object.fromEntries([...byStatus].map(([status, group]) => [status, problemResponse(group)]))
  }
}

const binary = { type: 'string', format: 'binary' }

function problemResponse(codes: ErrorCode[]) {
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes.toSorted() } } }]
  }
  return {
    description: codes.map((code) => `\`${code}\`: ${errors[code].title}`).join('\n'),
    content: { 'application/problem+json': { schema } }
  }
}

function json(schema: unknown) {
  return { 'application/json': { schema } }
}
