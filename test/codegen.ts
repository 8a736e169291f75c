import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { generate, PostgresDialect, RawExpressionNode } from 'kysely-codegen'
import { format } from 'oxfmt'
import type { Db } from '#server/platform/postgres/connect.ts'
import { connectForTest, startTestServer, templateName } from './server.ts'

export const schemaPath = fileURLToPath(new URL('../server/platform/schema.ts', import.meta.url))

/** The types of the tables, as the value parsers of `connect` hand them out; `npm run codegen` writes them. */
export async function tableTypes(db: Db): Promise<string> {
  const source = await generate({
    db,
    dialect: new PostgresDialect({ dateParser: 'string', defaultSchemas: ['public'] }),
    includePattern: 'public.*',
    excludePattern: 'public.schema_migrations',
    typeMapping: { int8: 'number', timestamp: 'string', timestamptz: 'string', interval: 'string' },
    // Text, so that policies do not hide their indexes (migration 0019), of a few words all the same.
    overrides: {
      columns: {
        'tasks.state': new RawExpressionNode(`Generated<'completed' | 'in_progress' | 'off_board' | 'open'>`),
        'task_counts.state': new RawExpressionNode(`'completed' | 'in_progress' | 'open'`),
        'task_counts.span': new RawExpressionNode(`'day' | 'month'`)
      }
    },
    outFile: null,
    print: false
  })
  const options: unknown = JSON.parse(await readFile(new URL('../.oxfmtrc.json', import.meta.url), 'utf8'))
  const { code } = await format(schemaPath, source, { ...(typeof options === 'object' && options) })
  return code
}

if (import.meta.main) {
  const server = await startTestServer()
  const template = connectForTest({ ...server.admin, database: templateName })
  await writeFile(schemaPath, await tableTypes(template.db))
  await template.close()
  await server.stop()
}
