import type { Completion } from '#contract/completions.ts'
import type { NewProofPack } from '#contract/proof-packs.ts'
import type { Block, Paper, PaperPhoto } from '#server/gateways/papers/papers.ts'
import { wording, type Wording } from './paper-words.ts'
import { sayings } from './proof-statement.ts'
import type { About } from './year-paper.ts'

/** What a pack tells of a completion: no more than was asked for. */
export type Told = Pick<
  Completion,
  'id' | 'taskId' | 'taskTitle' | 'kind' | 'dueOn' | 'completedOn' | 'recordedAt' | 'photos' | 'meterReading'
> &
  Partial<Pick<Completion, 'completedBy' | 'minutes' | 'cost' | 'notes'>>

export function toldOf(completion: Completion, include: NewProofPack['include']): Told {
  const { id, taskId, taskTitle, kind, dueOn, completedOn, recordedAt, photos, meterReading } = completion
  return {
    id,
    taskId,
    taskTitle,
    kind,
    dueOn,
    completedOn,
    recordedAt,
    meterReading,
    photos: include.photos ? photos : [],
    ...(include.people && { completedBy: completion.completedBy }),
    ...(include.costs && { cost: completion.cost, minutes: completion.minutes }),
    ...(include.notes && { notes: completion.notes })
  }
}

type Making = About & { readonly photoOf: (fileId: string, says: string) => PaperPhoto[] }

export function proofPaper(
  completions: readonly Told[],
  { from, to, language }: Pick<NewProofPack, 'from' | 'to' | 'language'>,
  { name, madeOn, madeAt, photoOf }: Making
): Paper {
  const say = wording(language)
  const { provesTexts, notTexts, proves, provesNot } = sayings(language)
  return {
    language,
    title: say.proofTitle(name),
    subject: `${say.period(say.date(from), say.date(to))} · ${say.made(say.date(madeOn))}`,
    foot: `honeyDue · ${name}`,
    pageOf: say.pageOf,
    madeAt,
    blocks: [
      { kind: 'text', text: say.proofCount(completions.length) },
      ...completions.map((completion) => entryOf(completion, say, photoOf)),
      ...list(proves, provesTexts),
      ...list(provesNot, notTexts)
    ]
  }
}

function list(title: string, texts: readonly string[]): Block[] {
  return [{ kind: 'heading', text: title }, ...texts.map((text) => ({ kind: 'text', text: `• ${text}` }) as const)]
}

function entryOf(completion: Told, say: Wording, photoOf: Making['photoOf']): Block {
  const { taskTitle, completedOn, dueOn, kind, recordedAt, meterReading, completedBy, minutes, cost, notes, photos } =
    completion
  const facts = [
    `${say.kinds[kind]}: ${say.date(completedOn)}`,
    ...(dueOn === null ? [] : [say.wasDue(say.date(dueOn))]),
    ...(meterReading ? [say.meterShowed(meterReading)] : []),
    ...(completedBy ? [say.by(completedBy.displayName)] : []),
    ...(minutes ? [say.minutes(minutes)] : []),
    ...(cost ? [say.money(cost)] : [])
  ]
  return {
    kind: 'entry',
    title: taskTitle,
    lines: [facts.join(' · '), say.recorded(say.instant(recordedAt)), ...(notes ? notes.split('\n') : [])],
    photos: photos.flatMap(({ fileId }, index) => photoOf(fileId, say.photo(index + 1, taskTitle)))
  }
}
