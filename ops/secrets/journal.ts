import { createHash } from 'node:crypto'
import { open, readFile, readdir, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import Type, { type Static } from 'typebox'
import { Check } from 'typebox/value'
import { makePrivateFolder } from '#server/platform/private-folder.ts'
import type { Redactor } from './redactor.ts'
import { phases } from './rotation.ts'

/**
 * What an operator's tool did and saw, one JSON object a line, each naming the SHA-256 of the line before it. Written before
 * every effect and after it; fingerprints, never values. A hint for people: what is to be done follows from the world.
 */
const Entry = Type.Object(
  {
    v: Type.Literal(1),
    seq: Type.Integer({ minimum: 0 }),
    at: Type.String(),
    rotation: Type.String(),
    epoch: Type.Integer({ minimum: 0 }),
    secret: Type.String(),
    phase: Type.Enum([...phases]),
    step: Type.String(),
    kind: Type.Enum(['intent', 'done', 'failed', 'unknown', 'waiting', 'note']),
    /** What was found or decided: words, counts and fingerprints. */
    seen: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()])),
    operator: Type.String(),
    prev: Type.String({ pattern: '^[0-9a-f]{64}$' })
  },
  { additionalProperties: false }
)
export type Entry = Static<typeof Entry>
/** What its writer says; the rest follows. */
export type Saying = Pick<Entry, 'phase' | 'step' | 'kind' | 'epoch'> & { readonly seen?: Entry['seen'] }

/** Where others can read along: the head of the chain elsewhere also shows when lines were cut off here. */
export type Mirror = (lines: readonly string[]) => Promise<void>

export type Journal = {
  readonly rotation: string
  /** Is on the disk when this resolves. */
  write(saying: Saying): Promise<void>
  entries(): readonly Entry[]
  close(): Promise<void>
}

type Options = {
  readonly file: string
  readonly rotation: string
  readonly secret: string
  readonly operator: string
  readonly now: () => Temporal.Instant
  readonly redactor: Redactor
  readonly mirror?: Mirror
}

/** Goes on where the file ends. A last line without its end is what a crash left: it was never acknowledged, and goes. */
export async function openJournal(options: Options): Promise<Journal> {
  const { file, rotation } = options
  await makePrivateFolder(dirname(file))
  const text = await readFile(file, 'utf8').catch(absent)
  const { lines, entries, torn, problems } = readChain(text ?? '', rotation)
  if (problems.length > 0) throw new JournalError(`${file} is not as it was written: ${problems[0]}`)
  const handle = await open(file, 'a', 0o600)
  if (torn) await handle.truncate(Buffer.byteLength(lines.map((line) => `${line}\n`).join('')))
  await handle.sync()
  await syncFolder(dirname(file))
  return writerOf(handle, options, { lines: [...lines], entries: [...entries] })
}

/** The journal cannot be gone on with. */
export class JournalError extends Error {}

function writerOf(handle: FileHandle, options: Options, known: { lines: string[]; entries: Entry[] }): Journal {
  const { rotation, secret, operator, now, redactor, mirror } = options
  let broken = false
  return {
    rotation,
    entries: () => known.entries,
    async write({ seen = {}, ...saying }) {
      if (broken) throw new JournalError('the journal could not be written to before')
      const seq = known.entries.length
      const prev = linkOf(known.lines.at(-1), rotation)
      const entry: Entry = { v: 1, seq, at: now().toString(), rotation, secret, ...saying, seen, operator, prev }
      const line = JSON.stringify(entry)
      if (redactor.finds(line)) throw new JournalError(`a value would have been written at step ${saying.step}`)
      broken = true
      await handle.appendFile(`${line}\n`)
      await handle.datasync()
      broken = false
      known.lines.push(line)
      known.entries.push(entry)
      await mirror?.(known.lines)
    },
    close: () => handle.close()
  }
}

/** A file that was just made is there after a power cut only when its folder says so. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

export type Chain = {
  readonly lines: readonly string[]
  readonly entries: readonly Entry[]
  readonly torn: boolean
  readonly problems: readonly string[]
}

/** Reads what a journal's file holds and says what is not as it was written. */
export function readChain(text: string, rotation: string): Chain {
  const lines = text.split('\n')
  const rest = lines.pop() ?? ''
  const entries: Entry[] = []
  const problems: string[] = []
  for (const [at, line] of lines.entries()) {
    const entry = parse(line)
    if (!Check(Entry, entry)) problems.push(`line ${at + 1} is no entry`)
    else {
      if (entry.seq !== at || entry.rotation !== rotation) problems.push(`line ${at + 1} belongs elsewhere`)
      entries.push(entry)
    }
    const expected = linkOf(lines[at - 1], rotation)
    if (Check(Entry, entry) && entry.prev !== expected) problems.push(`line ${at + 1} does not follow line ${at}`)
  }
  return { lines, entries, torn: rest !== '', problems }
}

/** What the journal ends with, given the copy that was mirrored: the copy may be behind by a line, never ahead, never other. */
export function mirrorProblem(lines: readonly string[], mirrored: readonly string[]): string | undefined {
  if (mirrored.length > lines.length) return `${mirrored.length - lines.length} lines of the copy are missing here`
  const other = mirrored.findIndex((line, at) => line !== lines[at])
  return other === -1 ? undefined : `line ${other + 1} is another than in the copy`
}

function linkOf(line: string | undefined, rotation: string): string {
  return createHash('sha256')
    .update(line ?? `honeydue rotation ${rotation}`)
    .digest('hex')
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** The journals below a folder, `<cluster>/<rotation>.jsonl`, oldest first. */
export async function readJournals(folder: string): Promise<{ file: string; rotation: string; chain: Chain }[]> {
  const files = (await readdir(folder, { recursive: true }).catch(absent)) ?? []
  const journals = files.filter((file) => file.endsWith('.jsonl')).toSorted()
  return Promise.all(
    journals.map(async (file) => {
      const rotation = (file.split('/').at(-1) ?? '').replace('.jsonl', '')
      return { file, rotation, chain: readChain(await readFile(join(folder, file), 'utf8'), rotation) }
    })
  )
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
