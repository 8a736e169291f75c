import { Ajv } from 'ajv'
import formatsPlugin from 'ajv-formats'
import type { FastifySchemaCompiler } from 'fastify'

const strict = newAjv(false)
/** Query strings are text: only there `"5"` may stand for 5. */
const coercing = newAjv(true)

function newAjv(coerceTypes: boolean): Ajv {
  const ajv = new Ajv({ removeAdditional: false, coerceTypes, useDefaults: true, allErrors: false, strict: false })
  formatsPlugin.default(ajv, { mode: 'full', formats: ['uuid', 'date', 'date-time'] })
  return ajv
}

export const validatorCompiler: FastifySchemaCompiler<object> = ({ schema, httpPart }) =>
  (httpPart === 'querystring' ? coercing : strict).compile(schema)
