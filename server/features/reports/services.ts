import type { FileStorage } from '#server/gateways/files/file-storage.ts'
import type { Papers } from '#server/gateways/papers/papers.ts'

/** What reports need beside a context. */
export type ReportServices = { readonly papers: Papers; readonly files: FileStorage }
