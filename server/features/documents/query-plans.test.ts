import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { searchDocuments } from '#contract/documents.ts'
import { searchTerms } from '#server/platform/search-terms.ts'
import { testApp, type TestApp } from '#test/harness.ts'
import { makeHousehold, makeResidence } from '#test/make-residence.ts'
import { planNodes } from '#test/query-plan.ts'
import { listDocumentsOf } from './document-queries.ts'
import { findPapers } from './search-queries.ts'

/** Papers with two files each, all of whose texts have the word `invoice`; every hundredth has `needle`. */
async function fill(app: TestApp, residenceId: string, ownerId: string, files: number): Promise<void> {
  await sql`
    insert into documents (id, residence_id, title, details, remind_days, reminds_from, created_at, updated_at)
    select gen_random_uuid(), ${residenceId}, 'Paper ' || number,
      json_build_object('kind', 'warranty', 'endsOn', '2026-01-01'::date + number % 3000), '{}', now(), now(), now()
    from generate_series(1, ${files / 2}) number`.execute(app.db)
  await linkEvenly(app, residenceId)
  for (let first = 1; first <= files; first += 2000)
    await sql`
    insert into files (id, residence_id, owner_id, type, bytes, stored_bytes, digest, object_key, created_at, text_outcome, text)
    select gen_random_uuid(), ${residenceId}, ${ownerId}, 'application/pdf', 1, 1, sha256(number::text::bytea),
      ${residenceId} || number, now(), 'read',
      'invoice number ' || number || case when number % 100 = 0 then ' needle' else '' end || repeat(' words of it', 3)
    from generate_series(${first}::integer, ${Math.min(first + 1999, files)}::integer) number`.execute(app.db)
  await sql`
    insert into document_files (document_id, position, file_id, residence_id)
    select document.id, number % 2, file.id, ${residenceId}
    from (select id, row_number() over () as number from files where residence_id = ${residenceId}) file
    join (select id, row_number() over () as place from documents where residence_id = ${residenceId}) document
      on place = (number + 1) / 2`.execute(app.db)
}

/** To a hundred appliances. */
async function linkEvenly(app: TestApp, residenceId: string): Promise<void> {
  await sql`
    insert into assets (id, residence_id, name, kind, created_at, updated_at)
    select gen_random_uuid(), ${residenceId}, 'Appliance ' || number, 'other', now(), now() from generate_series(1, 100) number
  `.execute(app.db)
  await sql`
    with things as (select id, row_number() over () as place from assets where residence_id = ${residenceId}),
      papers as (select id, row_number() over () as number from documents where residence_id = ${residenceId})
    update documents set asset_id = things.id from things, papers
    where papers.id = documents.id and things.place = 1 + papers.number % 100`.execute(app.db)
}

test('a screen of papers, and a search in 20 000 files, read ranges of indexes', async (t) => {
  const app = await testApp(t)
  const { owner, residence } = await makeHousehold(app)
  const other = await makeResidence(owner)
  await fill(app, residence.id, owner.userId, 20_000)
  await fill(app, other.id, owner.userId, 2000)

  const { asset_id: assetId } = await app.db
    .selectFrom('documents')
    .where('residence_id', '=', residence.id)
    .select('asset_id')
    .executeTakeFirstOrThrow()
  const none = { assetId: undefined, contractorId: undefined }
  const list = { residenceId: residence.id, ...none, kind: undefined, ends: undefined, after: undefined, limit: 31 }
  const range = { from: '2026-03-10', to: '2026-06-08', order: 'asc' } as const
  for (const [asked, index] of [
    [list, 'documents_list'],
    [{ ...list, kind: 'warranty' }, 'documents_list'],
    [{ ...list, ends: range }, 'documents_end'],
    [{ ...list, assetId: assetId ?? '' }, 'documents_asset']
  ] as const) {
    const nodes = await planNodes(app.database, (db) => listDocumentsOf(db, asked), owner.userId)
    const read = nodes.filter(({ relation }) => relation === 'documents')
    assert.deepEqual(
      read.map(({ index: used, rows }) => [used, rows]),
      [[index, 31]]
    )
    assert.ok(nodes.every(({ kind, relation }) => kind !== 'Seq Scan' || relation !== 'files'))
  }

  // What `wall.find_papers` asks, which shows nothing of its plan: as it does, without policies.
  const inside = await app.database.pool.query<{ 'QUERY PLAN': string }>(`explain select id, words from files
    where words @@ (quote_literal(word_of_home('${residence.id}'))::tsquery && 'needle')`)
  assert.match(inside.rows.map((row) => row['QUERY PLAN']).join(), /Bitmap Index Scan on files_words/)
  const asked = { terms: searchTerms('needle'), most: 20 }
  const outside = await planNodes(app.database, (db) => findPapers(db, residence.id, asked), owner.userId)
  const read = outside.filter(({ relation }) => ['files', 'documents', 'document_files'].includes(relation ?? ''))
  assert.deepEqual(
    read.filter(({ kind, rows }) => !kind.startsWith('Index') || rows > 20),
    []
  )
  const { items } = await owner.call(searchDocuments, {
    params: { residenceId: residence.id },
    query: { search: 'invoice needle' }
  })
  assert.equal(items.length, 20)
})
