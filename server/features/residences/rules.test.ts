import assert from 'node:assert/strict'
import test from 'node:test'
import { mayGrant, mayShare, type Role } from '#contract/roles.ts'
import { ownersAmong, refuseRemoval, refuseRoleChange } from './rules.ts'

const roles: Role[] = ['viewer', 'member', 'manager', 'owner']

function outcome(attempt: () => void): string {
  try {
    attempt()
    return 'done'
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'bug'
  }
}

/** Every [from, to] that a changer may do, with a second owner about. */
const allowedChanges: Record<Role, string[]> = {
  viewer: [],
  member: [],
  manager: ['viewer>viewer', 'viewer>member', 'member>viewer', 'member>member'],
  owner: roles.flatMap((from) => roles.map((to) => `${from}>${to}`))
}
for (const changer of roles) {
  test(`what roles a ${changer} may change into what`, () => {
    const done = roles.flatMap((from) =>
      roles
        .filter((to) => outcome(() => refuseRoleChange({ changer, from, to, owners: 2 })) === 'done')
        .map((to) => `${from}>${to}`)
    )
    assert.deepEqual(done, allowedChanges[changer])
  })
}

test('nobody but an owner can give the role they have, or a higher one', () => {
  for (const changer of roles.filter((role) => role !== 'owner')) {
    for (const to of roles.filter((role) => !mayGrant(changer, role))) {
      assert.equal(
        outcome(() => refuseRoleChange({ changer, from: 'viewer', to, owners: 2 })),
        'not_allowed'
      )
    }
  }
})

test('the last owner stays owner, a second to last need not', () => {
  const change = { changer: 'owner', from: 'owner', to: 'manager' } as const
  assert.equal(
    outcome(() => refuseRoleChange({ ...change, owners: 1 })),
    'last_owner'
  )
  assert.equal(
    outcome(() => refuseRoleChange({ ...change, owners: 2 })),
    'done'
  )
  assert.equal(
    outcome(() => refuseRoleChange({ ...change, to: 'owner', owners: 1 })),
    'done'
  )
})

const mayRemoveWhom: Record<Role, Role[]> = { viewer: [], member: [], manager: ['viewer', 'member'], owner: roles }
for (const remover of roles) {
  test(`whom a ${remover} may remove`, () => {
    const done = roles.filter(
      (role) => outcome(() => refuseRemoval({ remover, role, self: false, owners: 2 })) === 'done'
    )
    assert.deepEqual(done, mayRemoveWhom[remover])
  })
}

test('everyone may leave but the last owner', () => {
  for (const role of roles) {
    assert.equal(
      outcome(() => refuseRemoval({ remover: role, role, self: true, owners: 2 })),
      'done'
    )
  }
  assert.equal(
    outcome(() => refuseRemoval({ remover: 'owner', role: 'owner', self: true, owners: 1 })),
    'last_owner'
  )
})

test('owners are counted', () => {
  assert.equal(ownersAmong(['owner', 'viewer', 'owner']), 2)
  assert.equal(ownersAmong([]), 0)
})

test('a manager shares what is below them, an owner every role that a code can have, others nothing', () => {
  const sharable = roles.filter((role) => role !== 'owner')
  const shared = roles.map((maker) => sharable.filter((role) => mayShare(maker, role)))
  assert.deepEqual(shared, [[], [], ['viewer', 'member'], sharable])
})
