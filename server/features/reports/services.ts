import type { Papers } from '#server/gateways/papers/papers.ts'

/** What reports need beside a context. */
export type ReportServices = { readonly papers: Papers }
