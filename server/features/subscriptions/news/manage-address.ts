import type { Store } from '../facts.ts'

/**
 * Where people mend or end what they bought: their store’s page for it (as web/client/plan/purchase-rules.ts has it; a test
 * holds the two together), or undefined for what is paid on the web, whose page is made anew each time.
 */
export function manageAddress(
  { store, product }: { readonly store: Store; readonly product: string | null },
  links: { readonly google: string | null }
): string | undefined {
  if (store === 'apple') return 'https://apps.apple.com/account/subscriptions'
  if (store === 'stripe') return undefined
  const all = 'https://play.google.com/store/account/subscriptions'
  const app = links.google === null ? null : new URL(links.google).searchParams.get('id')
  if (product === null || app === null) return all
  return `${all}?${new URLSearchParams({ sku: product, package: app }).toString()}`
}
