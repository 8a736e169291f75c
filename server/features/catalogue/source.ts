/** Where what the catalogue says can be checked. */
export type Source = {
  readonly publisher: string
  readonly title: string
  readonly url: string
  /**
   * The day when one of us read a stored copy of the page and found the work in it, and our figures where it names any. Without it the
   * address stands from knowledge.
   */
  readonly seenOn?: string
}

export function page(publisher: string, title: string, url: string): Source {
  return { publisher, title, url }
}
