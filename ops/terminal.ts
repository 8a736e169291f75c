/** What a command has of the machine that it runs on. */
export type Terminal = {
  readonly say: (text: string) => void
  readonly complain: (text: string) => void
  readonly stateFolder: string
  /** `anna@laptop` */
  readonly operator: string
  readonly now: () => Temporal.Instant
}
