import type pg from 'pg'

/** What is in one house. Every task of it belongs to one of the appliances and was done once in the last five years. */
export type House = {
  readonly household: number
  readonly assets: number
  /** Two to a paper. The text of each has the word that `searchPapers` looks for in every `rarity`th. */
  readonly files: number
  readonly rarity: number
}

/** Fills houses whose tasks are there, one after the other: appliance n of all of them has the id `pg_temp.id_of(8, n)`. */
export async function insertHouses(client: pg.Client, houses: readonly House[]): Promise<void> {
  let firstAsset = 0
  for (const house of houses) {
    await insertAssets(client, house, firstAsset)
    await insertPapers(client, house)
    firstAsset += house.assets
  }
}

async function insertAssets(client: pg.Client, { household, assets }: House, first: number): Promise<void> {
  await client.query(
    `insert into areas (id, residence_id, name, created_at, updated_at)
    select gen_random_uuid(), pg_temp.id_of(3, $1), 'Room ' || n, now(), now() from generate_series(1, ceil($2 / 50.0)::integer) n`,
    [household, assets]
  )
  await client.query(
    `insert into assets (id, residence_id, area_id, name, kind, make, installed_on, price_minor, price_currency, created_at, updated_at)
    select pg_temp.id_of(8, $3 + n), pg_temp.id_of(3, $1), (array_agg(areas.id))[1 + n % count(*)], 'Appliance ' || n, 'other', 'Miele',
      current_date - n % 5000, 45000, 'EUR', now(), now()
    from areas, generate_series(0, $2::integer - 1) n where residence_id = pg_temp.id_of(3, $1) group by n`,
    [household, assets, first]
  )
  await client.query(
    `update tasks set asset_id = pg_temp.id_of(8, $3 + place % $2) from
      (select id, row_number() over (order by id) as place from tasks where residence_id = pg_temp.id_of(3, $1)) placed
    where tasks.id = placed.id`,
    [household, assets, first]
  )
  await client.query(
    `insert into completions (id, task_id, residence_id, asset_id, number, kind, due_on, completed_on, minutes, cost_minor, cost_currency, before)
    select gen_random_uuid(), id, residence_id, asset_id, 1, 'done', day + 3, day, 20, 1500, 'EUR', '{}' from tasks,
      lateral (select current_date - (abs(hashtext(id::text)) % 1826) as day) dated where residence_id = pg_temp.id_of(3, $1)`,
    [household]
  )
}

async function insertPapers(client: pg.Client, { household, files, rarity }: House): Promise<void> {
  await client.query(
    `insert into documents (id, residence_id, title, details, remind_days, reminds_from, created_at, updated_at)
    select gen_random_uuid(), pg_temp.id_of(3, $1), 'Paper ' || n,
      jsonb_build_object('kind', 'warranty', 'endsOn', current_date + n % 3000), '{}', now(), now(), now()
    from generate_series(1, $2::integer / 2) n`,
    [household, files]
  )
  await client.query(
    `insert into files (id, residence_id, owner_id, type, bytes, stored_bytes, digest, object_key, created_at, text_outcome, text)
    select gen_random_uuid(), pg_temp.id_of(3, $1), pg_temp.id_of(1, $1), 'application/pdf', 1, 1, sha256(n::text::bytea),
      pg_temp.id_of(3, $1) || '/' || n, now(), 'read',
      'invoice number ' || n || case when n % $3 = 0 then ' ${soughtWord}' else '' end || repeat(' for what was done', 40)
    from generate_series(1, $2::integer) n`,
    [household, files, rarity]
  )
  await client.query(
    `insert into document_files (document_id, position, file_id, residence_id)
    select document.id, file.n % 2, file.id, pg_temp.id_of(3, $1)
    from (select id, row_number() over () as n from files where residence_id = pg_temp.id_of(3, $1)) file
    join (select id, row_number() over () as n from documents where residence_id = pg_temp.id_of(3, $1)) document
      on document.n = (file.n + 1) / 2`,
    [household]
  )
}

export const soughtWord = 'needle'
