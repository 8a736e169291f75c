/** How a presenter takes a new value: by itself from the mounted file, by a new pod, or because it watches the Secret. */
export type Reload = 'reads the file' | 'new pods' | 'watches the Secret'

/**
 * A secret as data: all that differs between the protocols of two secrets and is no code. The runbook's tables are made
 * from it; engine and commands read it.
 */
export type CatalogueEntry = {
  readonly name: string
  /** Where it lives in the cluster. A value and what names it (user, key id) are one key, so that no pair is ever torn. */
  readonly object: { readonly secret: string; readonly keys: readonly string[]; readonly type?: string }
  /** Where the runbook of old keeps it on the operator's machine. */
  readonly source: string
  /** Who shows it, in the order in which they change. */
  readonly presenters: readonly { readonly workload: string; readonly reload: Reload }[]
  /** Who checks it. */
  readonly acceptor: string
  readonly overlap: { readonly by: string; readonly minutes: number }
  readonly mint: { readonly by: 'this tool' | 'the provider' | 'you'; readonly how: string }
  /** How the tool sees that a value is taken, and that it is not. */
  readonly probe: string
  /** What shows that nobody uses the old value. */
  readonly disuse: string
  readonly revoke: { readonly how: string; readonly reversible: boolean }
  readonly maxAgeDays: number
  /** What people notice. */
  readonly impact: string
  /** What the operator does by hand, in order; empty when the tool does everything. */
  readonly asked: readonly string[]
}
