import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pid } from 'node:process'
import Type from 'typebox'
import { Check } from 'typebox/value'
import { Strict } from '#contract/route.ts'
import { Language } from '#contract/values.ts'
import type { Mail, Mailer } from './mail.ts'
import { mainAction } from './render.ts'

const KeptMail = Strict({
  id: Type.String(),
  at: Type.String({ format: 'date-time' }),
  to: Type.String(),
  language: Language,
  subject: Type.String(),
  body: Type.Array(
    Type.Union([
      Type.String(),
      Strict({ code: Type.String() }),
      Strict({ label: Type.String(), url: Type.String({ pattern: '^https?://' }) })
    ])
  )
})
/** A mail as the development mailbox keeps it; `at` is the RFC 3339 instant it came. */
export type KeptMail = Type.Static<typeof KeptMail>

export type DevelopmentMailbox = Mailer & {
  /** Newest first. Read from the folder each time, so that another process' mails are seen. */
  list(): Promise<KeptMail[]>
}

export type DevelopmentMailboxOptions = {
  /** Made when the first mail comes. Holds codes and links in the clear: for a machine of one's own. */
  readonly folder: string
  /** Shows a line to whoever started the server. */
  readonly print: (line: string) => void
}

const keptMails = 200
const fileName = /^\d{13}-\d{6}-\d+\.json$/

/** In place of an SMTP server: shows each mail in the terminal and keeps the last 200 as files. */
export function developmentMailbox({ folder, print }: DevelopmentMailboxOptions): DevelopmentMailbox {
  let sent = 0
  /** Sorts by time, also within a millisecond; the process id keeps two senders apart. */
  const nextId = () => `${Date.now()}-${String(sent++).padStart(6, '0')}-${pid}`
  return {
    async send(mail) {
      await keep(folder, { id: nextId(), at: Temporal.Now.instant().toString({ smallestUnit: 'second' }), ...mail })
      print(`Mail to ${mail.to}: ${mail.subject}\n    ${mainAction(mail)}`)
      await dropOldest(folder)
    },
    async list() {
      const names = (await fileNames(folder)).slice(0, keptMails)
      const mails = await Promise.all(names.map((name) => readMail(join(folder, name))))
      return mails.filter((mail) => mail !== undefined)
    },
    async check() {
      await mkdir(folder, { recursive: true, mode: 0o700 })
    },
    async close() {}
  }
}

async function keep(folder: string, mail: Mail & Pick<KeptMail, 'id' | 'at'>): Promise<void> {
  const path = join(folder, `${mail.id}.json`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(`${path}.part`, JSON.stringify(mail), { mode: 0o600 })
  await rename(`${path}.part`, path)
}

async function dropOldest(folder: string): Promise<void> {
  const surplus = (await fileNames(folder)).slice(keptMails)
  await Promise.all(surplus.map((name) => rm(join(folder, name), { force: true })))
}

/** Newest first: the names begin with the time. */
async function fileNames(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names
    .filter((name) => fileName.test(name))
    .toSorted()
    .toReversed()
}

/** What is no mail (cut short by a full disk, edited, deleted meanwhile) is passed over: the mailbox must stay readable. */
async function readMail(path: string): Promise<KeptMail | undefined> {
  try {
    const mail: unknown = JSON.parse(await readFile(path, 'utf8'))
    return Check(KeptMail, mail) ? mail : undefined
  } catch {
    return undefined
  }
}
