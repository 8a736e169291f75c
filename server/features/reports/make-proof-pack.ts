import type { Document } from '#contract/documents.ts'
import { proofLimits, type NewProofPack } from '#contract/proof-packs.ts'
import type { Completion } from '#contract/completions.ts'
import { everyDocument } from '#server/features/documents/access.ts'
import { extensionOf, filesOfHome, keepArchive, readFileOf } from '#server/features/files/access.ts'
import { viewResidence } from '#server/features/residences/access.ts'
import { everyCompletion } from '#server/features/tasks/access.ts'
import type { PaperPhoto } from '#server/gateways/papers/papers.ts'
import { audit } from '#server/platform/audit.ts'
import type { Ctx, Job, User } from '#server/platform/context.ts'
import { inNameOf } from '#server/platform/in-name-of.ts'
import { jsonLines } from '#server/platform/csv.ts'
import { zip, type ZipEntry } from '#server/platform/zip.ts'
import { drawn } from './drawn.ts'
import { withHashes } from './hash-list.ts'
import { proofPaper, toldOf } from './proof-paper.ts'
import { finishPack, waitingPack } from './proof-queries.ts'
import { paperPath, papersFor, photoPath } from './proof-rules.ts'
import { statementOf } from './proof-statement.ts'
import type { ReportServices } from './services.ts'

/** A run that fails is tried again; one for a pack that is made, or not wanted any more, does nothing. */
export async function makeProofPack(ctx: Ctx<Job>, services: ReportServices, id: string): Promise<void> {
  const pack = await waitingPack(ctx.db, id)
  if (!pack) return
  const { userId, residenceId, asked } = pack
  const reader = inNameOf(ctx, userId)
  const { from, to, category, assetId, taskIds } = asked
  const selection = {
    from,
    to,
    ...(category && { category }),
    ...(assetId && { assetId }),
    ...(taskIds && { taskIds })
  }
  const completions = await upTo(proofLimits.completions, everyCompletion(reader, residenceId, selection))
  const content = completions && (await contentOf(reader, services, { residenceId, asked, completions }))
  const given = { id, userId, limitBytes: proofLimits.bytes }
  const bytes = content && (await keepArchive(ctx, services.files, { ...given, content: zip(content, ctx.now()) }))
  await ctx.write(async (tx) => {
    await finishPack(tx, id, bytes)
    await audit(tx, ctx, {
      event: bytes === undefined ? 'proof_pack.too_large' : 'proof_pack.made',
      subjectId: userId,
      residenceId
    })
  })
}

/** All of them, or undefined where there are more. */
async function upTo<T>(most: number, items: AsyncIterable<T>): Promise<T[] | undefined> {
  const all: T[] = []
  for await (const item of items) if (all.push(item) > most) return undefined
  return all
}

type Chosen = {
  readonly residenceId: string
  readonly asked: NewProofPack
  readonly completions: readonly Completion[]
}

/** What stands in the zip; the hashes of all of it come last, reckoned while it is written. */
async function contentOf(
  ctx: Ctx<User>,
  { files, papers }: ReportServices,
  { residenceId, asked, completions }: Chosen
): Promise<ZipEntry[]> {
  const { residence } = await viewResidence(ctx.db, ctx, residenceId)
  const shown = completions.map((completion) => toldOf(completion, asked.include))
  const kept = new Map((await filesOfHome(ctx.db, residenceId)).map(({ id, type }) => [id, extensionOf(type)]))
  const photos = shown.flatMap((completion) =>
    completion.photos.map(({ fileId }, index) => ({
      fileId,
      path: photoPath(completion, index, kept.get(fileId) ?? 'jpg')
    }))
  )
  const documents = papersFor(await Array.fromAsync(everyDocument(ctx, residenceId)), asked)
  const small = new Map<string, Buffer>()
  for (const { fileId } of photos.slice(0, proofLimits.photosInPaper)) {
    const thumbnail = await readFileOf(ctx, files, { fileId, size: 'thumbnail' })
    if (thumbnail) small.set(fileId, thumbnail)
  }
  const about = { name: residence.name, madeOn: residence.today, madeAt: ctx.now() }
  const paper = await drawn(papers.draw(proofPaper(shown, asked, { ...about, photoOf: photoOf(small) })))
  return withHashes([
    { path: 'README.txt', content: () => [statementOf(asked.language)] },
    { path: 'proof.pdf', isDense: true, content: () => [paper] },
    { path: 'completions.json', content: () => jsonLines(each(shown)) },
    ...(asked.include.papers ? [{ path: 'papers.json', content: () => jsonLines(each(documents)) }] : []),
    ...[...photos, ...papersOf(documents)].map(({ fileId, path }) => ({
      path,
      isDense: true,
      async *content() {
        const bytes = await readFileOf(ctx, files, { fileId, size: 'full' })
        if (bytes) yield bytes
      }
    }))
  ])
}

function papersOf(documents: readonly Document[]): { fileId: string; path: string }[] {
  return documents.flatMap((document) =>
    document.files.map(({ fileId, type }, index) => ({ fileId, path: paperPath(document, index, extensionOf(type)) }))
  )
}

function photoOf(small: ReadonlyMap<string, Buffer>) {
  return (fileId: string, says: string): PaperPhoto[] => {
    const webp = small.get(fileId)
    return webp ? [{ webp, says }] : []
  }
}

async function* each<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items
}
