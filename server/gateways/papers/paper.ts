import type { Language } from '#contract/values.ts'

/** A document to print, as data: what stands in it, in its order, in one language. */
export type Paper = {
  readonly language: Language
  readonly title: string
  /** What it is about, below the title. */
  readonly subject: string
  /** At the bottom of each page, before the number of the page. */
  readonly foot: string
  /** `{page}` and `{pages}` are filled in. */
  readonly pageOf: string
  readonly madeAt: Temporal.Instant
  readonly blocks: readonly Block[]
}

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly isMuted?: boolean }
  /** A few figures beside each other, each with what it is. */
  | { readonly kind: 'figures'; readonly figures: readonly { label: string; value: string }[] }
  /** One column for each value, from zero; `says` is the plot in words, for whoever listens. */
  | { readonly kind: 'plot'; readonly title: string; readonly says: string; readonly bars: readonly Bar[] }
  /** One line for each value, from zero, where names are long; `says` as above. */
  | { readonly kind: 'bars'; readonly title: string; readonly says: string; readonly bars: readonly Bar[] }
  /** The first column is text, the others are figures. */
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** One record, with small pictures below it. */
  | {
      readonly kind: 'entry'
      readonly title: string
      readonly lines: readonly string[]
      readonly photos: readonly PaperPhoto[]
    }

export type Bar = { readonly label: string; readonly value: number; readonly shown: string }
/** `webp`: a thumbnail that we made ourselves. */
export type PaperPhoto = { readonly webp: Buffer; readonly says: string }
