import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { scopeOfProcess } from '../afterwards.ts'
import { crash, type CrashCase } from './crash-case.ts'
import { crashGround, type Ground } from './crash-stages.ts'

const scope = scopeOfProcess()
let ground: Ground
before(async () => void (ground = await crashGround(scope)))
after(() => scope[Symbol.asyncDispose]())

/** Some of what `npm run rotate:crash` goes through. */
const cases: CrashCase[] = [
  { secret: 'POSTGRES_PASSWORD', step: 'admit', at: 'killed at the answer', ending: 'takes it back' },
  { secret: 'POSTGRES_PASSWORD', step: 'revoke', at: 'lost answer', ending: 'goes on with the journal' },
  { secret: 'SECRET_KEY', step: 'publish', at: 'torn record', ending: 'goes on with the journal' },
  { secret: 'SECRET_KEY', step: 'revoke', at: 'after effect', ending: 'goes on without it' }
]

for (const each of cases) {
  const { secret, step, at, ending } = each
  test(`${secret}, ${at} of ${step}: whoever comes next ${ending}, and nothing is lost`, async (t) => {
    assert.deepEqual(await crash(t, ground, each), [])
  })
}
