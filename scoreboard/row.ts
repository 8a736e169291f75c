/** One line of the scoreboard: a figure that the running product gives, beside the target it is judged by. */
export type Row = {
  readonly id: `S${number}`
  readonly metric: string
  readonly target: string
  measure(): Promise<Measured>
}

export type Measured = {
  readonly figure: string
  readonly met: boolean
  /** The same figure of better-auth, where it has the feature. */
  readonly compared?: string
}
