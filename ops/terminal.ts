/** What a command has of the machine that it runs on. */
export type Terminal = {
  readonly say: (text: string) => void
  readonly complain: (text: string) => void
  readonly stateFolder: string
  /** `anna@laptop` */
  readonly operator: string
  readonly now: () => Temporal.Instant
  /** Between two looks at what others change; false when that has been long enough. */
  readonly pause: (times: number) => Promise<boolean>
  /** Where somebody sits who can be asked. */
  readonly ask?: ((question: string, how?: { readonly hidden: boolean }) => Promise<string>) | undefined
  /** Where what is drawn can be drawn anew; undefined where only lines are wanted. */
  readonly screen?: Screen | undefined
}

export type Screen = {
  readonly columns: () => number
  readonly colour: boolean
  readonly write: (text: string) => void
  /** Runs it again and again, a few times a second, until what is given back is called. */
  readonly every: (run: () => void) => () => void
}
