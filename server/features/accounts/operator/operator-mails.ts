import { Strict } from '#contract/route.ts'
import { Uuid, Words as OneOf, type Language } from '#contract/values.ts'
import type { Mail } from '#server/gateways/mail/mail.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { job, type Jobs } from '#server/platform/jobs.ts'
import { mail, type Words } from '../mails.ts'
import { readerOfUser } from '../queries.ts'
import type { Reader } from '../rules.ts'
import type { AccountServices } from '../services.ts'

type Notice = 'sessions_ended' | 'disabled' | 'enabled'

const words: Record<Language, Record<Notice, Words & { signIn?: string }>> = {
  en: {
    sessions_ended: {
      subject: 'You were signed out of honeyDue everywhere',
      before: [
        'The person who runs this honeyDue has signed out all your devices. Nothing else has changed; sign in again with ' +
          'what you always use.'
      ],
      signIn: 'Sign in',
      after: []
    },
    disabled: {
      subject: 'Your honeyDue account was closed for now',
      before: [
        'The person who runs this honeyDue has closed your account for now. Nobody can sign in to it, and all its devices ' +
          'are signed out. Nothing in it was deleted.',
        'If you do not know why, ask that person.'
      ],
      after: []
    },
    enabled: {
      subject: 'Your honeyDue account is open again',
      before: ['The person who runs this honeyDue has opened your account again. Sign in with what you always use.'],
      signIn: 'Sign in',
      after: []
    }
  },
  de: {
    sessions_ended: {
      subject: 'Du wurdest bei honeyDue überall abgemeldet',
      before: [
        'Wer dieses honeyDue betreibt, hat alle deine Geräte abgemeldet. Sonst hat sich nichts geändert; melde dich an wie ' +
          'immer.'
      ],
      signIn: 'Anmelden',
      after: []
    },
    disabled: {
      subject: 'Dein Konto bei honeyDue wurde vorläufig geschlossen',
      before: [
        'Wer dieses honeyDue betreibt, hat dein Konto vorläufig geschlossen. Niemand kann sich dort anmelden, und alle ' +
          'Geräte sind abgemeldet. Gelöscht wurde nichts.',
        'Wenn du nicht weißt, warum, frag dort nach.'
      ],
      after: []
    },
    enabled: {
      subject: 'Dein Konto bei honeyDue ist wieder offen',
      before: ['Wer dieses honeyDue betreibt, hat dein Konto wieder geöffnet. Melde dich an wie immer.'],
      signIn: 'Anmelden',
      after: []
    }
  }
}

/** What an operator's command does to somebody is told to them. */
export function operatorJobs(services: Pick<AccountServices, 'mailer' | 'publicUrl'>): Jobs {
  const Told = Strict({ userId: Uuid, notice: OneOf('sessions_ended', 'disabled', 'enabled') })
  return {
    'accounts.mail-operator-notice': job(Told, (ctx, told) => mailNotice(ctx, services, told))
  }
}

async function mailNotice(
  ctx: Ctx<Job>,
  { mailer, publicUrl }: Pick<AccountServices, 'mailer' | 'publicUrl'>,
  { userId, notice }: { userId: string; notice: Notice }
): Promise<void> {
  const reader = await readerOfUser(ctx.db, userId)
  if (reader) await mailer.send(noticeMail(reader, publicUrl, notice))
}

function noticeMail(reader: Reader, publicUrl: string, notice: Notice): Mail {
  const { signIn, ...told } = words[reader.language][notice]
  return mail(reader, told, signIn === undefined ? [] : [{ label: signIn, url: `${publicUrl}/sign-in` }])
}
