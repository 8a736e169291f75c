import assert from 'node:assert/strict'
import { test } from 'node:test'
import { matchRoutes } from 'react-router'
import { paths, safeNext, searchWithNewTask, searchWithoutTask, searchWithTask } from './paths.ts'
import { routesOf } from './routes.ts'

const nothing = () => null
const routes = routesOf({
  Entrance: nothing,
  RouteError: nothing,
  Starting: nothing,
  loadShell: nothing,
  loadEntrance: nothing,
  toCurrentHome: () => nothing
})
const id = '0197a0f0-0000-7000-8000-000000000001'

test('every link leads to a page of the router, and every page has a link', () => {
  const links = Object.values(paths).map((link: (...values: never[]) => string) => link(...([id, id] as never[]))) // a path takes ids or options
  const reached = links.map((link) => {
    const match = matchRoutes(routes, new URL(link, 'http://honeydue.test').pathname)?.at(-1)
    assert.ok(match !== undefined && match.route.path !== '*', `${link} leads nowhere`)
    return match.route.path
  })
  const redirects = new Set(['/home', '/board', '/calendar', '/history', '*'])
  const pages = pathsOf(routes).filter((path) => !redirects.has(path))
  assert.deepEqual(new Set(reached), new Set(pages))
})

test('an address that no page has is caught', () => {
  assert.equal(matchRoutes(routes, '/nowhere/at/all')?.at(-1)?.route.path, '*')
})

test('secrets stand behind the # of an address', () => {
  assert.equal(paths.reset('token'), '/reset-password#token=token')
  assert.equal(paths.join('ABCDE12345'), '/join#ABCDE12345')
})

test('a task opens over the page one is on and leaves the rest of the address alone', () => {
  const current = new URLSearchParams('month=2026-05&task=old&do=edit')
  assert.equal(searchWithTask(current, id), `?month=2026-05&task=${id}`)
  assert.equal(searchWithTask(current, id, 'complete'), `?month=2026-05&task=${id}&do=complete`)
  assert.equal(searchWithNewTask(current, id, { startOn: '2026-05-01' }), `?month=2026-05&newTask=${id}&on=2026-05-01`)
  assert.equal(searchWithNewTask(current, id, { assetId: id }), `?month=2026-05&newTask=${id}&for=${id}`)
  assert.equal(String(searchWithoutTask(current)), 'month=2026-05')
})

test('after signing in one only goes on inside the client', () => {
  assert.equal(safeNext('/homes/1/board?x=1'), '/homes/1/board?x=1')
  for (const evil of ['//evil.test', '/\\evil.test', 'https://evil.test', 'javascript:alert(1)', '', null])
    assert.equal(safeNext(evil), '/')
})

function pathsOf(list: typeof routes): string[] {
  return list.flatMap((route) => [...(route.path === undefined ? [] : [route.path]), ...pathsOf(route.children ?? [])])
}
