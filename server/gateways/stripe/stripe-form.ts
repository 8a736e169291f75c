export type StripeParameters = { readonly [name: string]: StripeParameter }
type StripeParameter = string | number | boolean | undefined | StripeParameters | readonly StripeParameter[]

/** Nested parameters as Stripe takes them in forms and addresses: `items[0][price]=…`. What is undefined is left out. */
export function stripeForm(parameters: StripeParameters): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).flatMap(([name, value]) => pairsOf(name, value)))
}

function pairsOf(name: string, value: StripeParameter): [string, string][] {
  if (value === undefined) return []
  if (typeof value !== 'object') return [[name, String(value)]]
  return Object.entries(value).flatMap(([inner, each]) => pairsOf(`${name}[${inner}]`, each))
}
