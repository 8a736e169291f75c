import type { Keyring } from '#server/platform/keyring.ts'
import type { Ground } from '#server/platform/make-context.ts'
import type { Mailer } from './mail.ts'
import { countMail, uncountMail } from './mail-count-queries.ts'

/**
 * Mails of one kind (they have one subject) that one person gets in a day (UTC). More serve nobody: somebody types that
 * person's address again and again. Kinds are counted by themselves, so that a flood of codes keeps back no reset link.
 */
export const mailsADay = 24

/** Sends no more than `mailsADay`; what is beyond is dropped with a remark in the log, and the job is done. */
export function limitMails(
  mailer: Mailer,
  { db, log, now }: Pick<Ground, 'db' | 'log' | 'now'>,
  keyring: Keyring
): Mailer {
  return {
    ...mailer,
    async send(mail) {
      const count = {
        digest: keyring.digest('rate-limit', JSON.stringify(['mail', mail.to, mail.subject])),
        day: now().toZonedDateTimeISO('UTC').toPlainDate().toString()
      }
      if (!(await countMail(db, count, mailsADay))) {
        log.warn({ subject: mail.subject }, `A mail was dropped: its reader has had ${mailsADay} of the kind today`)
        return
      }
      try {
        await mailer.send(mail)
      } catch (error) {
        await uncountMail(db, count)
        throw error
      }
    }
  }
}
