import assert from 'node:assert/strict'
import type { LightMyRequestResponse } from 'fastify'
import { newId } from '#server/platform/ids.ts'
import type { TestApp } from '../harness.ts'
import { race } from '../race.ts'
import { makeTenant, type Tenant } from '../matrix/tenant.ts'
import { ask, assertRefused, type Attack } from './attack.ts'

async function twoHomes(app: TestApp): Promise<{ mine: Tenant; theirs: Tenant; token: string }> {
  const mine = await makeTenant(app, 'Mallory')
  const theirs = await makeTenant(app, 'Alice')
  return { mine, theirs, token: mine.people.owner.token }
}

function assertNothingTold(answer: LightMyRequestResponse, ...statuses: number[]): void {
  assertRefused(answer, ...statuses)
  assert.doesNotMatch(answer.body, /Alice/)
}

export const tenantAttacks: Attack[] = [
  {
    source: 'First American 2019; USPS 2018 (documents by number)',
    kind: 'tenant',
    story: 'Whoever changed the number in the address saw the next one’s document.',
    async replay(app) {
      const { theirs, token } = await twoHomes(app)
      const { residenceId, taskId } = theirs.ids
      for (const url of [
        `/api/tasks/${taskId}`,
        `/api/residences/${residenceId}`,
        `/api/residences/${residenceId}/board`
      ])
        assertNothingTold(await ask(app, { url, token }), 404)
    }
  },
  {
    source: 'Parler 2021 (posts by rising numbers)',
    kind: 'tenant',
    story: 'Ids could be counted up, so all there was could be fetched.',
    async replay(app) {
      const { theirs, token } = await twoHomes(app)
      const id = theirs.ids['taskId'] ?? ''
      const next = id.slice(0, -1) + ((Number.parseInt(id.slice(-1), 16) + 1) % 16).toString(16)
      for (const guess of ['1', '2', next])
        assertNothingTold(await ask(app, { url: `/api/tasks/${guess}`, token }), 404, 422)
    }
  },
  {
    source: 'Peloton 2021; Optus 2022; Panera 2018 (no sign-in asked)',
    kind: 'tenant',
    story: 'The API answered without any credential what the app showed only to its users.',
    async replay(app) {
      const { theirs } = await twoHomes(app)
      const { residenceId } = theirs.ids
      for (const url of [`/api/residences/${residenceId}/members`, '/api/residences', '/api/me', '/api/today'])
        assertNothingTold(await ask(app, { url }), 401)
    }
  },
  {
    source: 'GHSA-569v-q83c-3j3g, CVE-2026-55067 (Vikunja)',
    kind: 'tenant',
    story: 'A thing of one’s own could be tied to a thing of somebody else’s by its id in the body.',
    async replay(app) {
      const { mine, theirs, token } = await twoHomes(app)
      const stranger = theirs.people.member.userId
      const assignment = { rotation: 'fixed', memberIds: [stranger], currentId: stranger }
      const url = `/api/tasks/${mine.ids['taskId']}`
      assertNothingTold(await ask(app, { method: 'PATCH', url, token, json: { assignment } }), 422)
      const checklist = [{ id: theirs.ids['itemId'], title: 'mine now' }]
      assertNothingTold(await ask(app, { method: 'PATCH', url, token, json: { checklist } }), 404, 422)
    }
  },
  {
    source: 'OWASP API1:2023, child of another parent in the address',
    kind: 'tenant',
    story: 'The parent in the address was checked, the child below it was not.',
    async replay(app) {
      const { mine, theirs, token } = await twoHomes(app)
      const own = `/api/residences/${mine.ids['residenceId']}`
      const code = await ask(app, { method: 'DELETE', url: `${own}/share-codes/${theirs.ids['shareCodeId']}`, token })
      const member = await ask(app, { method: 'DELETE', url: `${own}/members/${theirs.people.member.userId}`, token })
      const item = { method: 'PUT', url: `/api/tasks/${mine.ids['taskId']}/checklist/${theirs.ids['itemId']}` } as const
      for (const answer of [code, member, await ask(app, { ...item, token, json: { done: true } })])
        assertNothingTold(answer, 404)
    }
  },
  {
    source: 'GitHub 2012 (Rails, mass assignment of a public key)',
    kind: 'tenant',
    story: 'A field more in the form wrote a column that the form did not have.',
    async replay(app) {
      const { theirs, token } = await twoHomes(app)
      const more = { id: newId(), userId: theirs.people.owner.userId, isAdmin: true }
      for (const [name, value] of Object.entries(more))
        assertRefused(
          await ask(app, { method: 'PATCH', url: '/api/me', token, json: { displayName: 'M', [name]: value } }),
          422
        )
    }
  },
  {
    source: 'OWASP API5:2023, a role that promotes itself',
    kind: 'tenant',
    story: 'A manager made themselves owner, a member made themselves manager.',
    async replay(app) {
      const { mine } = await twoHomes(app)
      const { manager, member } = mine.people
      for (const person of [manager, member]) {
        const url = `/api/residences/${mine.ids['residenceId']}/members/${person.userId}`
        assertRefused(await ask(app, { method: 'PATCH', url, token: person.token, json: { role: 'owner' } }), 403)
      }
    }
  },
  {
    source: 'Starbucks 2015 (gift cards, Homakov)',
    kind: 'race',
    story: 'What might be used once was used by many who asked at the same moment.',
    async replay(app) {
      const { theirs } = await twoHomes(app)
      const people = await Promise.all(Array.from({ length: 12 }, (_, index) => app.person(`Guest ${index}`)))
      const answers = await race(12, (index) =>
        ask(app, {
          method: 'POST',
          url: '/api/memberships',
          token: people[index]?.token ?? '',
          json: { code: theirs.shareCode }
        })
      )
      const joined = answers.filter((answer) => answer.status === 'fulfilled' && answer.value.statusCode === 201)
      assert.equal(joined.length, 1)
    }
  },
  {
    source: 'OWASP, last administrator removed (CWE-362)',
    kind: 'race',
    story: 'Two owners who leave at the same moment each saw the other one stay.',
    async replay(app) {
      const { theirs } = await twoHomes(app)
      const { owner, unverified, stale } = theirs.people
      const residence = theirs.ids['residenceId'] ?? ''
      await app.db.updateTable('memberships').set({ role: 'viewer' }).where('user_id', '=', unverified.userId).execute()
      await race(2, (index) => {
        const person = index === 0 ? owner : stale
        return ask(app, {
          method: 'DELETE',
          url: `/api/residences/${residence}/members/${person.userId}`,
          token: person.token
        })
      })
      const owners = await app.db
        .selectFrom('memberships')
        .select('user_id')
        .where('residence_id', '=', residence)
        .where('role', '=', 'owner')
        .execute()
      assert.ok(owners.length > 0)
    }
  },
  {
    source: 'Nest 2019 (cameras that their former owners still saw)',
    kind: 'tenant',
    story: 'Who had been taken out of a team could go on until a cache forgot them.',
    async replay(app) {
      const { theirs } = await twoHomes(app)
      const url = `/api/residences/${theirs.ids['residenceId']}/board`
      assertNothingTold(await ask(app, { url, token: theirs.people.exMember.token }), 404)
    }
  },
  {
    source: 'CWE-613, an invitation that outlives the right to invite',
    kind: 'tenant',
    story: 'A code went on working after its maker had lost the right to make it.',
    async replay(app) {
      const { theirs, mine } = await twoHomes(app)
      await app.db
        .updateTable('memberships')
        .set({ role: 'viewer' })
        .where('user_id', '=', theirs.people.owner.userId)
        .execute()
      const json = { code: theirs.shareCode }
      assertNothingTold(
        await ask(app, { method: 'POST', url: '/api/memberships', token: mine.people.owner.token, json }),
        404
      )
    }
  },
  {
    source: 'Donetick (join codes in the query)',
    kind: 'disclosure',
    story: 'A code in the address stands in the log of every proxy on the way.',
    async replay(app) {
      const { theirs, mine } = await twoHomes(app)
      const url = `/api/memberships?code=${theirs.shareCode}`
      assertRefused(await ask(app, { method: 'POST', url, token: mine.people.owner.token, json: {} }), 422)
      assert.ok(!JSON.stringify(app.log.lines).includes(theirs.shareCode))
    }
  },
  {
    source: 'immich-app/immich#25678 (the password of a shared link in the address)',
    kind: 'disclosure',
    story: 'A token in the address was taken for a sign-in, and was kept wherever addresses are kept.',
    async replay(app) {
      const { token } = await twoHomes(app)
      for (const name of ['token', 'access_token', 'sessionKey', 'key', 'apiKey'])
        assertRefused(await ask(app, { url: `/api/me?${name}=${token}` }), 401)
      assert.ok(!JSON.stringify(app.log.lines).includes(token))
    }
  },
  {
    source: 'PayPal 2017 (web cache deception, Gil)',
    kind: 'disclosure',
    story: 'A private answer under an address that ends like a style sheet was kept by a cache for everybody.',
    async replay(app) {
      const { token } = await twoHomes(app)
      for (const url of [
        '/api/me/x.css',
        '/api/me;.css',
        '/api/me%2fx.css',
        '/api/me%00.css',
        '/api/me%3f.css',
        '/api//me'
      ])
        assertRefused(await ask(app, { url, token }), 404)
      const answer = await ask(app, { url: '/api/me', token })
      assert.match(String(answer.headers['cache-control']), /no-store/)
    }
  }
]
