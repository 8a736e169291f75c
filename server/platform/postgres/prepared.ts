import type { CompiledQuery } from 'kysely'
import type { Db, Tx } from './connect.ts'

/** Stands where a value will be while the query is built. */
class Place {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

/**
 * A query whose text never varies, built at its first use and then only filled in: building and compiling costs Kysely about
 * as much as sending costs `pg`. For what most requests run. `build` gets a stand-in for each value, which it may only pass
 * on, not look at; it ends with `.compile()`.
 */
export function prepared<Values extends object, Row>(
  build: (db: Db, values: Values) => CompiledQuery<Row>
): (db: Db | Tx, values: Values) => Promise<Row[]> {
  let compiled: CompiledQuery<Row> | undefined
  return async (db, values) => {
    compiled ??= build(db, placesOf<Values>())
    const parameters = compiled.parameters.map((parameter) =>
      parameter instanceof Place ? Reflect.get(values, parameter.name) : parameter
    )
    const { rows } = await db.executeQuery<Row>({ ...compiled, parameters })
    return rows
  }
}

/** Any property that is asked for is a place of its name. */
function placesOf<Values extends object>(): Values {
  return new Proxy({}, { get: (_target, name) => new Place(String(name)) }) as Values // of that type once filled in
}
