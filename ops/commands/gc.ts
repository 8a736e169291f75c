import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { exitCodes } from '../exit-codes.ts'
import { sealedNameOf, usersIn } from '../secrets/adapters/admin-users.ts'
import { catalogue } from '../secrets/catalogue.ts'
import { copiesIn, saltOf } from '../secrets/cluster-places.ts'
import { readChain, readJournals } from '../secrets/journal.ts'
import { keyStateOf } from '../secrets/key-state.ts'
import { sourceNameOf } from '../secrets/source-escrow.ts'
import type { Terminal } from '../terminal.ts'
import { escrowOf } from './escrow-of.ts'
import { rotationsIn } from './rotations-in.ts'
import { confirm, heading, inWorkplace, withLease, type Workplace } from './workplace.ts'

type Options = {
  readonly config: string
  readonly state: string
  readonly environment?: string
  readonly plan?: boolean
  readonly json?: boolean
}

/** What nothing needs any more, and why. */
type Orphan = { readonly kind: 'escrow' | 'journal'; readonly name: string; readonly why: string }

/** Lists what rotations have left behind; deletes it when whoever sits there agrees. */
export function gc(terminal: Terminal, options: Options): Promise<number> {
  return inWorkplace(terminal, options.config, async (workplace) => {
    const orphans = await orphansIn(workplace, options)
    sayOrphans(workplace, orphans, options)
    if (options.plan || orphans.length === 0) return exitCodes.ok
    await confirm(workplace, options.environment)
    const { escrow } = escrowOf(workplace.settings, workplace.cluster)
    return withLease(workplace, 'gc', async () => {
      // Under the Lease nobody is between sealing a value and announcing it.
      const agreed = new Set(orphans.map(({ name }) => name))
      for (const { kind, name } of (await orphansIn(workplace, options)).filter((each) => agreed.has(each.name))) {
        if (kind === 'escrow') await escrow.remove(name)
        else await rm(join(options.state, name), { force: true })
        terminal.say(options.json ? `${JSON.stringify({ deleted: name })}\n` : `✓ ${name} deleted\n`)
      }
      return exitCodes.ok
    })
  })
}

async function orphansIn(workplace: Workplace, { state }: Options): Promise<Orphan[]> {
  const { cluster, settings } = workplace
  const objects = await cluster.secrets()
  const rows = catalogue.map(({ name, object }) => {
    const found = objects.find((each) => each.name === object.secret)
    return { name, ...keyStateOf(found, object.keys) }
  })
  const { escrow } = escrowOf(settings, cluster)
  const inUse = await rotationsIn(escrow, (await saltOf(cluster)).value)
  const needed = new Set(
    rows.flatMap(({ rotation, named, next, fingerprint = '' }) => [rotation?.id, named, next, inUse.get(fingerprint)])
  )
  const absent = new Set(rows.filter(({ value }) => value === undefined).map(({ name }) => name))
  const journals = await readJournals(state)
  const copies = (await copiesIn(cluster)).map(({ rotation, text }) => ({ rotation, chain: readChain(text, rotation) }))
  const secretOf = (id: string) =>
    [...journals, ...copies].find(({ rotation }) => rotation === id)?.chain.entries[0]?.secret
  const kept = new Set(catalogue.map(({ name }) => sourceNameOf(name)))
  const users = rows.find(({ name }) => name === 'admin-basic-auth')?.value
  const passwords = new Set(users ? usersIn(users).map(sealedNameOf) : [])
  const sealed = await escrow.list()
  const orphans = sealed
    .filter((name) => !kept.has(name) && !passwords.has(name) && !needed.has(idIn(name)))
    // The only copy of what the cluster has lost is no orphan.
    .filter((name) => !absent.has(secretOf(idIn(name)) ?? ''))
    .map((name): Orphan => ({ kind: 'escrow', name, why: whyOf(secretOf(idIn(name))) }))
  const idle = journals.filter(
    ({ file, rotation, chain }) =>
      file.startsWith(`${workplace.where.uid}/`) &&
      !needed.has(rotation) &&
      chain.problems.length === 0 &&
      !chain.entries.some(({ kind, step }) => kind === 'done' && step !== 'lease' && step !== 'stamp')
  )
  return [
    ...orphans,
    ...idle.map(({ file }): Orphan => ({ kind: 'journal', name: file, why: 'of a rotation that has changed nothing' }))
  ]
}

const idIn = (name: string) => name.replace(/\.(old|new)$/, '')
const whyOf = (secret: string | undefined) =>
  secret === undefined ? 'of a rotation that nothing names' : `${secret} has another value now`

function sayOrphans({ terminal, where }: Workplace, orphans: readonly Orphan[], { json }: Options): void {
  if (json) return terminal.say(`${JSON.stringify({ ...where, orphans })}\n`)
  terminal.say(heading(where))
  for (const { kind, name, why } of orphans) terminal.say(`  ${kind.padEnd(8)} ${name}  ${why}\n`)
  if (orphans.length === 0) terminal.say('✓ Nothing is left behind.\n')
}
