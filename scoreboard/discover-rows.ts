import { readdirSync } from 'node:fs'
import type { Row } from './row.ts'

/** Every `rows/s….ts`, in the order of their numbers; only the named ones if there are names. */
export async function discoverRows(ids: readonly string[] = []): Promise<Row[]> {
  const files = readdirSync(new URL('rows', import.meta.url)).filter((name) => /^s\d+-[\w-]+\.ts$/.test(name))
  const rows = await Promise.all(files.map(load))
  const unknown = ids.filter((id) => rows.every((row) => row.id !== id))
  if (unknown.length > 0) throw new Error(`the scoreboard has no row ${unknown.join(', ')}`)
  return rows.filter((row) => ids.length === 0 || ids.includes(row.id)).sort((a, b) => numberOf(a) - numberOf(b))
}

async function load(file: string): Promise<Row> {
  const { row } = (await import(`./rows/${file}`)) as { row: Row } // what every file of the folder exports
  return row
}

function numberOf({ id }: Row): number {
  return Number(id.slice(1))
}
