import { readFile, rename, writeFile } from 'node:fs/promises'
import { Encrypter, identityToRecipient } from 'age-encryption'
import { isSeq, parseDocument } from 'yaml'
import { exitCodes, OpsError } from '../exit-codes.ts'
import { makeEscrow } from '../secrets/escrow.ts'
import type { Terminal } from '../terminal.ts'
import { escrowOf, type OpenEscrow } from './escrow-of.ts'
import { confirm, heading, inWorkplace, withLease } from './workplace.ts'

type Options = { readonly config: string; readonly environment?: string; readonly json?: boolean }
export type RecipientsChange = 'add' | 'remove'

export function listRecipients(terminal: Terminal, { config, json }: Options): Promise<number> {
  return inWorkplace(terminal, config, async ({ settings, where }) => {
    const { recipients } = settings.escrow
    if (json) terminal.say(`${JSON.stringify({ ...where, recipients })}\n`)
    else terminal.say(heading(where) + recipients.map((each) => `${each}\n`).join(''))
    return exitCodes.ok
  })
}

/**
 * Seals everything in escrow for those who may open it from now on, then writes them into ops.yaml. Whoever is removed may have
 * kept a copy of what they could open. Repeating it ends what was cut off.
 */
export function changeRecipients(
  terminal: Terminal,
  { change, recipient }: { change: RecipientsChange; recipient: string },
  options: Options
): Promise<number> {
  expectRecipient(recipient)
  return inWorkplace(terminal, options.config, async (workplace) => {
    const open = escrowOf(workplace.settings, workplace.cluster)
    const others = open.keys.recipients.filter((each) => each !== recipient)
    const recipients = change === 'add' ? [...others, recipient] : others
    await expectOpenable(open, recipients)
    const names = await open.escrow.list()
    if (!options.json) {
      terminal.say(heading(workplace.where))
      terminal.say(
        `  seal ${names.length} values anew for ${recipients.length}, and write them into ${options.config}\n`
      )
    }
    await confirm(workplace, options.environment)
    await withLease(workplace, 'recipients', () => rewrap(open, { names, recipients }))
    await writeRecipients(options.config, recipients)
    if (options.json) terminal.say(`${JSON.stringify({ ...workplace.where, recipients, sealed: names.length })}\n`)
    else terminal.say(`✓ ${recipients.length} can open what is in escrow.\n`)
    if (change === 'remove') terminal.complain('What they could open they may have kept: rotate what matters.\n')
    return exitCodes.ok
  })
}

function expectRecipient(recipient: string): void {
  try {
    new Encrypter().addRecipient(recipient)
  } catch {
    throw new OpsError('wrong use', `${recipient} is no recipient of age: age1…, as age-keygen shows it.`)
  }
}

/** Two at least, and one of them sits here: who cannot read back what was sealed cannot see that it was. */
async function expectOpenable({ keys }: OpenEscrow, recipients: readonly string[]): Promise<void> {
  if (new Set(recipients).size < 2)
    throw new OpsError('wrong use', 'Two recipients at least: one lost key must lose nothing. Add another one first.')
  const own = await Promise.all(keys.identities.map((identity) => identityToRecipient(identity.reveal())))
  if (!own.some((each) => recipients.includes(each)))
    throw new OpsError('wrong use', 'That is your own: let another operator take you out.')
}

type Rewrapping = { readonly names: readonly string[]; readonly recipients: readonly string[] }

async function rewrap({ escrow, keys, places }: OpenEscrow, { names, recipients }: Rewrapping) {
  const next = makeEscrow({ ...keys, recipients }, places)
  // All are opened before the first one is sealed anew.
  const values = await Promise.all(names.map((name) => escrow.get(name)))
  for (const [at, name] of names.entries()) {
    const value = values[at]
    if (value) await next.put(name, value)
  }
}

/** With the comments of whoever wrote it; there whole or not at all. */
async function writeRecipients(path: string, recipients: readonly string[]): Promise<void> {
  const document = parseDocument(await readFile(path, 'utf8'))
  const list = document.getIn(['escrow', 'recipients'])
  if (!isSeq(list)) throw new OpsError('wrong use', `${path} has no list escrow.recipients.`)
  const present = list.toJSON() as string[] // as the settings were read
  list.items = list.items.filter((_, at) => recipients.includes(present[at] ?? ''))
  for (const each of recipients) if (!present.includes(each)) list.add(document.createNode(each))
  const draft = `${path}.${process.pid}`
  await writeFile(draft, document.toString({ lineWidth: 0 }), { mode: 0o600 })
  await rename(draft, path)
}
