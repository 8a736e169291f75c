import { Strict } from '#contract/route.ts'
import { Uuid, Words as OneOf, type Language } from '#contract/values.ts'
import type { Mail } from '#server/gateways/mail/mail.ts'
import type { Ctx, Job } from '#server/platform/context.ts'
import { job, type Jobs } from '#server/platform/jobs.ts'
import { mail, type Words } from '../mails.ts'
import { readerOfUser } from '../queries.ts'
import type { Reader } from '../rules.ts'
import type { AccountServices } from '../services.ts'

const notices = ['sessions_ended', 'disabled', 'enabled', 'staff_given', 'staff_taken'] as const
type Notice = (typeof notices)[number]

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
    },
    staff_given: {
      subject: 'You can help other people on honeyDue now',
      before: [
        'The person who runs this honeyDue has made you a member of the staff: you can look up what people have bought and ' +
          'help where something went wrong. Every look is written down.',
        'You were signed out everywhere. Sign in anew, and set up a second factor if your account has none: without one this ' +
          'stays closed.',
        'If you do not know why, ask that person.'
      ],
      signIn: 'Sign in',
      after: []
    },
    staff_taken: {
      subject: 'You are no longer of the staff on honeyDue',
      before: [
        'The person who runs this honeyDue has ended your work for other people there. Your own account stays as it is; you ' +
          'were signed out everywhere.'
      ],
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
    },
    staff_given: {
      subject: 'Du kannst jetzt anderen bei honeyDue helfen',
      before: [
        'Wer dieses honeyDue betreibt, hat dich zum Team genommen: Du kannst nachsehen, was jemand gekauft hat, und helfen, ' +
          'wo etwas schiefging. Jeder Blick wird festgehalten.',
        'Du wurdest überall abgemeldet. Melde dich neu an und richte einen zweiten Faktor ein, wenn dein Konto keinen hat: ' +
          'Ohne ihn bleibt das verschlossen.',
        'Wenn du nicht weißt, warum, frag dort nach.'
      ],
      signIn: 'Anmelden',
      after: []
    },
    staff_taken: {
      subject: 'Du gehörst bei honeyDue nicht mehr zum Team',
      before: [
        'Wer dieses honeyDue betreibt, hat deine Arbeit für andere dort beendet. Dein eigenes Konto bleibt, wie es ist; du ' +
          'wurdest überall abgemeldet.'
      ],
      signIn: 'Anmelden',
      after: []
    }
  }
}

/** What an operator's command does to somebody is told to them. */
export function operatorJobs(services: Pick<AccountServices, 'mailer' | 'publicUrl'>): Jobs {
  const Told = Strict({ userId: Uuid, notice: OneOf(...notices) })
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
