import assert from 'node:assert/strict'
import { test } from 'node:test'
import { judgedVectors, vectors } from './testing-wycheproof.ts'

const skip = vectors
  ? false
  : 'SKIPPED: NO VECTORS. ../shared/data/wycheproof is absent, the verifier is not compared with Wycheproof'

// ASVS 6.8.2, 9.1.1, 9.1.2
test(
  'every JWS of Wycheproof is judged as its label says, but for eight whose label is wrong for us',
  { skip },
  async (t) => {
    const { judged, different } = await judgedVectors()
    t.diagnostic(`Wycheproof: ${judged} vectors, ${different.length} judged otherwise: ${different.join(', ')}`)
    assert.equal(judged, 401)
    assert.deepEqual(different, [346, 347, 350, 351, 367, 370, 372, 373])
  }
)
