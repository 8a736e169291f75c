import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import formatsPlugin from 'ajv-formats'
import fastJsonStringify from 'fast-json-stringify'
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify'

/**
 * Schemas are compiled when the first request needs them: hundreds of routes, of which a process serves some. That all of them
 * can be compiled is a test's business.
 */

const strict = newAjv(false)
/** Query strings are text: only there `"5"` may stand for 5. */
const coercing = newAjv(true)

function newAjv(coerceTypes: boolean): Ajv {
  const ajv = new Ajv({ removeAdditional: false, coerceTypes, useDefaults: true, allErrors: false, strict: false })
  formatsPlugin.default(ajv, { mode: 'full', formats: ['uuid', 'date', 'date-time'] })
  return ajv
}

export const validatorCompiler: FastifySchemaCompiler<object> = ({ schema, httpPart }) => {
  let validate: ValidateFunction | undefined
  const validator = (data: unknown) => {
    validate ??= (httpPart === 'querystring' ? coercing : strict).compile(schema)
    const isValid = validate(data)
    validator.errors = validate.errors ?? null // where Fastify looks for what was wrong
    return isValid
  }
  validator.errors = null as ErrorObject[] | null
  return validator
}

export const serializerCompiler: FastifySerializerCompiler<object> = ({ schema }) => {
  let serialize: ((data: unknown) => string) | undefined
  return (data) => (serialize ??= fastJsonStringify(schema))(data)
}
