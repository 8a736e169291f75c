import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLinking, isProving, returnedWith } from './provider-journey.ts'

const state = `enter.${'s'.repeat(43)}`

test('what comes back stands in the query, or behind the # when Apple posted it', () => {
  assert.deepEqual(returnedWith({ search: `?state=${state}&code=c&iss=https%3A%2F%2Fa.test`, hash: '' }), {
    state,
    code: 'c',
    issuer: 'https://a.test'
  })
  const user = encodeURIComponent('{"name":{"firstName":"Anna","lastName":"Maria\\u0000"}}')
  assert.deepEqual(returnedWith({ search: '?code=from-elsewhere', hash: `#state=${state}&code=c&user=${user}` }), {
    state,
    code: 'c',
    displayName: 'Anna Maria'
  })
})

test('a no, or nothing of use, is told apart from a yes', () => {
  for (const search of ['', '?error=access_denied&state=x', '?code=c', '?state=s'])
    assert.equal(returnedWith({ search, hash: '' }), undefined, search)
})

test('a name that is no name is left out', () => {
  for (const user of ['', 'null', '[]', '{"name":5}', '{"name":{"firstName":{}}}', 'no json'])
    assert.deepEqual(
      returnedWith({ search: '', hash: `#state=${state}&code=c&user=${encodeURIComponent(user)}` }),
      { state, code: 'c' },
      user
    )
})

test('the state says whether one enters, connects or shows who one is', () => {
  assert.deepEqual(
    ['enter.x', 'link.x', 'prove.x'].map((begun) => isProving({ state: begun, code: 'c' })),
    [false, false, true]
  )
  assert.equal(isLinking({ state, code: 'c' }), false)
  assert.equal(isLinking({ state: 'link.x', code: 'c' }), true)
})
