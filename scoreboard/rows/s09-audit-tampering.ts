import { testDatabase } from '#test/database.ts'
import { asProduct, asSuperuser, detected, isDenied, refusedToSuperuser } from '#test/tampering.ts'
import { inScope } from '../in-scope.ts'
import type { Row } from '../row.ts'

export const row: Row = {
  id: 'S9',
  metric: 'audit tamper battery (edit, delete, reorder, insert, truncate tail, cascade, replica role, owner disables)',
  target: 'the product’s role denied 100 %, privileged tampering detected 100 %',
  async measure() {
    const denied = await countDenied()
    const found = await countDetected()
    const all = [
      Object.keys(asProduct).length,
      Object.keys(refusedToSuperuser).length,
      Object.keys(asSuperuser).length
    ] as const
    return {
      figure: `product denied ${denied.product}/${all[0]}, superuser refused ${denied.superuser}/${all[1]}, detected ${found}/${all[2]}`,
      met: denied.product === all[0] && denied.superuser === all[1] && found === all[2]
    }
  }
}

function countDenied(): Promise<{ product: number; superuser: number }> {
  return inScope(async (scope) => {
    const { product, pool } = await testDatabase(scope)
    const [asPerson, asAdmin] = [await product.userPool.connect(), await pool.connect()]
    const denied = { product: 0, superuser: 0 }
    const me = `set local app."user" = '01a2177e-0000-7000-8000-000000000000'`
    for (const attempt of Object.values(asProduct))
      if (await isDenied(asPerson, `${me}; ${attempt}`)) denied.product += 1
    for (const attempt of Object.values(refusedToSuperuser)) if (await isDenied(asAdmin, attempt)) denied.superuser += 1
    asPerson.release()
    asAdmin.release()
    return denied
  })
}

async function countDetected(): Promise<number> {
  let found = 0
  for (const statements of Object.values(asSuperuser))
    found += await inScope(async (scope) =>
      (await detected(await testDatabase(scope), statements)).length > 0 ? 1 : 0
    )
  return found
}
