import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeRedactor } from '#ops/secrets/redactor.ts'
import { Secret } from '#server/platform/secret.ts'
import { afterwards, type Scope } from '../afterwards.ts'
import type { FakeApiServer } from './fake-api-server.ts'
import type { Thing } from './object-store.ts'
import { dataOf } from './process-kubelet.ts'

/** Gathers what could be read by somebody who may not know the secrets. */
export type LeakWatch = {
  /** A value that stands nowhere in the cluster. */
  know(value: string): void
  /** A text that anybody may come to see. */
  add(where: string, text: string): void
  /** What the tool has left on somebody's laptop. */
  addLaptop(laptop: { readonly folder: string }): Promise<void>
  /** Where a value, in any spelling, stands that it must not stand in; and what was looked through. */
  findings(): { readonly found: readonly string[]; readonly texts: number }
}

const everyMs = 500
/** Looking takes a while itself. */
const pauseMs = 50
/** Ciphertext: the one place beside the Secrets where what was made may lie. */
const escrow = 'honeydue-rotation-escrow'

/**
 * Knows every value that a Secret ever holds, and keeps each text that any object says beside the values, and what each process
 * below this one shows of itself in /proc.
 */
export function watchForLeaks(scope: Scope, { store }: FakeApiServer): LeakWatch {
  const redactor = makeRedactor()
  const texts = new Map<string, string>()
  const add = (where: string, text: string) => void texts.set(text, where)
  const know = (value: string) => redactor.know(new Secret(value))
  const see = (collection: string, thing: Thing) => {
    const isSecret = collection.endsWith('/secrets')
    if (isSecret && thing.metadata.name !== escrow) for (const value of Object.values(dataOf(thing))) know(value)
    const { data: _, ...said } = thing
    add(`${collection} ${thing.metadata.name}`, JSON.stringify(isSecret ? said : thing))
  }
  let looked = 0
  const lookAtProcesses = () => {
    looked = performance.now()
    for (const { where, text } of processes()) add(where, text)
  }
  const follow = (collection: string, { object }: { object: Thing }) => {
    see(collection, object)
    if (performance.now() - looked > pauseMs) lookAtProcesses()
  }
  store.on('happened', follow)
  const timer = setInterval(lookAtProcesses, everyMs)
  afterwards(scope, () => {
    store.off('happened', follow)
    clearInterval(timer)
  })
  return {
    know,
    add,
    async addLaptop({ folder }) {
      for (const part of ['state', 'escrow']) add(`the laptop’s ${part}`, await textsBelow(join(folder, part)))
    },
    findings() {
      lookAtProcesses()
      const found = [...texts].filter(([text]) => redactor.finds(text)).map(([, where]) => where)
      return { found: [...new Set(found)], texts: texts.size }
    }
  }
}

/** What `/proc` says of this process and all that it has started. */
function processes(): { where: string; text: string }[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => [pid, parentOf(pid)])
  )
  const isOurs = (pid: string | undefined): boolean =>
    pid !== undefined && (pid === String(process.pid) || isOurs(parents.get(pid)))
  const ours = [...parents.keys()].filter(isOurs)
  return ours.flatMap((pid) =>
    ['cmdline', 'environ'].map((part) => ({ where: `/proc/${part}`, text: readOrNothing(`/proc/${pid}/${part}`) }))
  )
}

function parentOf(pid: string): string | undefined {
  return /^PPid:\t(\d+)$/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1]
}

/** A process may have ended meanwhile. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

async function textsBelow(folder: string): Promise<string> {
  if (!existsSync(folder)) return ''
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return (await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')))).join('\n')
}
