import Type from 'typebox'
import { Check, Errors } from 'typebox/value'
import { Strict, StrictPartial } from '#contract/route.ts'

const Metadata = Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 500 }))
const Expand = (...paths: string[]) => Type.Optional(Type.Array(Type.Enum(paths)))
const Limit = Type.Optional(Type.String({ pattern: '^([1-9]|[1-9]\\d|100)$' }))
const Time = Type.String({ pattern: '^\\d{1,11}$' })
const Address = Type.String({ pattern: '^https?://[^\\s]{1,2000}$' })
const Email = Type.String({ maxLength: 512 })
const Locale = Type.Optional(Type.Enum(['auto', 'de', 'en']))

/** The operations that honeyDue uses and what they take: all else is refused, as Stripe refuses it. Values are texts. */
export const operations = {
  'POST /v1/customers': StrictPartial({
    email: Email,
    metadata: Metadata
  }),
  'POST /v1/customers/:id': StrictPartial({ email: Email }),
  'GET /v1/customers/:id': Strict({}),
  'DELETE /v1/customers/:id': Strict({}),
  'POST /v1/checkout/sessions': Strict({
    mode: Type.Literal('subscription'),
    customer: Type.Optional(Type.String()),
    client_reference_id: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_-]{1,200}$' })),
    line_items: Type.Array(Strict({ price: Type.String(), quantity: Type.String({ pattern: '^[1-9]\\d*$' }) }), {
      minItems: 1
    }),
    subscription_data: Type.Optional(StrictPartial({ metadata: Metadata })),
    metadata: Type.Optional(Metadata),
    success_url: Address,
    cancel_url: Type.Optional(Address),
    locale: Locale
  }),
  'GET /v1/checkout/sessions/:id': Strict({}),
  'POST /v1/checkout/sessions/:id/expire': Strict({}),
  'POST /v1/billing_portal/sessions': Strict({
    customer: Type.String(),
    return_url: Type.Optional(Address),
    locale: Locale
  }),
  'GET /v1/subscriptions/:id': Strict({ expand: Expand('latest_invoice', 'latest_invoice.payments') }),
  'GET /v1/prices/:id': Strict({}),
  'GET /v1/payment_intents/:id': Strict({ expand: Expand('latest_charge') }),
  'GET /v1/disputes': Strict({ payment_intent: Type.Optional(Type.String()), limit: Limit }),
  'GET /v1/invoice_payments': Strict({
    payment: Type.Optional(Strict({ type: Type.Literal('payment_intent'), payment_intent: Type.String() })),
    limit: Limit,
    expand: Expand('data.invoice')
  }),
  'GET /v1/events': Strict({
    types: Type.Optional(Type.Array(Type.String(), { maxItems: 20 })),
    created: Type.Optional(StrictPartial({ gte: Time, gt: Time, lte: Time, lt: Time })),
    limit: Limit,
    starting_after: Type.Optional(Type.String())
  })
}
export type OperationName = keyof typeof operations
export type Parameters = { readonly [name: string]: Parameter }
type Parameter = string | Parameters | readonly Parameter[]

/** Which operation a call is, and the id in its path. */
export function operationOf(method: string, path: string): { name: OperationName; id: string } | undefined {
  for (const name of Object.keys(operations) as OperationName[]) {
    // of that very object
    const [itsMethod, pattern = ''] = name.split(' ')
    const found = new RegExp(`^${pattern.replace(':id', '(?<id>\\w+)')}$`).exec(path)
    if (found && itsMethod === method) return { name, id: found.groups?.['id'] ?? '' }
  }
  return undefined
}

/** What is wrong with the parameters, in Stripe's words. */
export function problemOf(
  name: OperationName,
  given: Parameters
): { code: string; param: string; message: string } | undefined {
  const schema = operations[name]
  if (Check(schema, given)) return undefined
  const unknown = Errors(schema, given).find(
    ({ keyword }) => keyword === 'additionalProperties' || keyword === 'boolean'
  )
  const first = Errors(schema, given)[0]
  const param = (unknown ?? first)?.instancePath.slice(1) ?? ''
  if (unknown) return { code: 'parameter_unknown', param, message: `Received unknown parameter: ${param}` }
  if (first?.keyword === 'required')
    return { code: 'parameter_missing', param, message: `Missing required param: ${first.message}.` }
  return { code: 'parameter_invalid', param, message: `Invalid ${param}: ${first?.message}` }
}

/** `a[b][0]=c` as objects and lists. */
export function parametersOf(form: URLSearchParams): Parameters {
  const root: Tree = {}
  for (const [name, value] of form) {
    const path = [...name.matchAll(/[^[\]]+/g)].map(([part]) => part)
    let place = root
    for (const part of path.slice(0, -1)) place = place[part] = asTree(place[part])
    place[path.at(-1) ?? ''] = value
  }
  return listed(root) as Parameters // the outermost has names
}
type Tree = { [name: string]: string | Tree }

function asTree(value: string | Tree | undefined): Tree {
  return typeof value === 'object' ? value : {}
}

function listed(value: string | Tree): Parameter {
  if (typeof value === 'string') return value
  const names = Object.keys(value)
  if (names.length > 0 && names.every((name, index) => name === String(index))) return Object.values(value).map(listed)
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, listed(each)]))
}
