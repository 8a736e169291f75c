import type { Language } from '#contract/values.ts'

/** What stands out in a mail: something to type, or something to open. */
export type MailAction = { readonly code: string } | { readonly label: string; readonly url: string }

/** One message to one person, as content; a gateway renders it, so a value cannot become markup. */
export type Mail = {
  /** One mailbox as `Email` of contract/accounts.ts allows it. */
  readonly to: string
  readonly language: Language
  /** A constant of the catalogue: never holds a value. */
  readonly subject: string
  /** Paragraphs and actions in reading order. */
  readonly body: readonly (string | MailAction)[]
}

export type Mailer = {
  /** Resolves once the mail is handed over; throws when it was not, so that the job runs again. */
  send(mail: Mail): Promise<void>
  /** Whether mail could be handed over now; throws with the reason. */
  check(): Promise<void>
  close(): Promise<void>
}
