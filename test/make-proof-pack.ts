import { savePart } from '#server/features/files/archive-queries.ts'
import { finishPack, saveProofPack } from '#server/features/reports/proof-queries.ts'
import { newKey } from '#server/gateways/files/file-storage.ts'
import { newId } from '#server/platform/ids.ts'
import { transact } from '#server/platform/transaction.ts'
import type { Person, TestApp } from './harness.ts'

/** A pack that is ready, without the work of making one. */
export async function makeProofPack(
  app: TestApp,
  { userId }: Pick<Person, 'userId'>,
  residenceId: string
): Promise<void> {
  const [id, key, content] = [newId(), newKey(), Buffer.from('a pack')]
  await app.files.put(key, content)
  const include = { photos: true, notes: true, costs: true, people: true, papers: true }
  const asked = { from: '2026-01-01', to: '2026-03-10', include, language: 'en' } as const
  const times = { now: app.clock.now().toString(), expiresAt: app.clock.now().add({ hours: 24 }).toString() }
  await transact(app.db, async (tx) => {
    await saveProofPack(tx, { id, userId, residenceId, asked, ...times })
    await savePart(tx, { archiveId: id, position: 0, key })
    await finishPack(tx, id, content.length)
  })
}
