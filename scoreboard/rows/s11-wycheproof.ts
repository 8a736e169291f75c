import { judgedVectors, vectors } from '#server/gateways/identity-providers/testing-wycheproof.ts'
import type { Row } from '../row.ts'

/** Their labels are wrong for us; testing-wycheproof.ts says why. */
const documented = [346, 347, 350, 351, 367, 370, 372, 373]
const all = 401

export const row: Row = {
  id: 'S11',
  metric: 'JWS vectors of Wycheproof judged as labelled by the ID-token verifier',
  target: `${all}/${all}, of them ${documented.length} documented exceptions`,
  async measure() {
    if (!vectors) return { figure: 'no vectors (../shared/data/wycheproof)', met: false }
    const { judged, different } = await judgedVectors()
    const exceptions = different.filter((id) => documented.includes(id))
    const right = judged - different.length + exceptions.length
    return {
      figure: `${right}/${judged}, of them ${exceptions.length} documented exceptions`,
      met: judged === all && right === all
    }
  }
}
