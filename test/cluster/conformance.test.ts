import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { RequestOptions } from 'node:https'
import { env } from 'node:process'
import { after, before, test } from 'node:test'
import { readKubeconfig } from '#ops/cluster/kubeconfig.ts'
import { call, firstEvents, type Answer, type ApiServer, type Sent } from './api.ts'
import { fakeApiServer } from './fake-api-server.ts'
import { kubebuilderServer } from './kubebuilder.ts'

/**
 * What honeyDue's operator's tool takes for granted of a Kubernetes API. It holds for the fake one, and for a real one:
 * CONFORMANCE_KUBECONFIG names a cluster that tests may write to, KUBEBUILDER_ASSETS a folder with etcd and kube-apiserver.
 */
const real = env['CONFORMANCE_KUBECONFIG']
const assets = env['KUBEBUILDER_ASSETS']
if (real === undefined && assets === undefined) {
  process.stderr.write(
    '\n  !! No real API server was tried: neither CONFORMANCE_KUBECONFIG nor KUBEBUILDER_ASSETS names one. Only the fake one is seen to conform.\n\n'
  )
}

type Fields = { [field: string]: Fields }

let api: ApiServer
let count = 0

const closing = new AsyncDisposableStack()
after(() => closing.disposeAsync())
const scope = { after: (run: () => Promise<void>) => closing.defer(run) }
before(async () => {
  if (real !== undefined) api = await inNamespace(await reached(real))
  else if (assets !== undefined) api = await inNamespace(await kubebuilderServer(scope, assets))
  else api = { ...(await fakeApiServer(scope)), namespace: 'honeydue' }
})

async function reached(kubeconfig: string): Promise<ApiServer> {
  const { server, config } = readKubeconfig(kubeconfig)
  const options: RequestOptions = {}
  await config.applyToHTTPSOptions(options)
  const { ca = '', cert, key, headers = {} } = options as { ca?: Buffer; cert?: Buffer; key?: Buffer; headers?: object } // as it fills them in
  const [, token] = /^Bearer (.+)$/.exec('Authorization' in headers ? String(headers.Authorization) : '') ?? []
  return {
    url: server.href.replace(/\/$/, ''),
    certificateAuthority: ca.toString(),
    ...(token !== undefined && { token }),
    ...(cert && key && { certificate: { cert: cert.toString(), key: key.toString() } }),
    namespace: ''
  }
}

/** A namespace of its own, which goes when the tests have ended. */
async function inNamespace(server: ApiServer): Promise<ApiServer> {
  const found = { ...server, namespace: `conformance-${randomUUID()}` }
  const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: found.namespace } }
  await call(found, 'POST', '/api/v1/namespaces', { body })
  closing.defer(async () => void (await call(found, 'DELETE', `/api/v1/namespaces/${found.namespace}`)))
  return found
}

const fresh = () => `thing-${(count += 1)}`
const b64 = (text: string) => Buffer.from(text).toString('base64')
const of = (resource: string, name?: string) =>
  `/api/v1/namespaces/${api.namespace}/${resource}${name === undefined ? '' : `/${name}`}`
const secret = (name: string, data: Record<string, string>, metadata: object = {}, fields: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: api.namespace, ...metadata },
  ...fields,
  data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, b64(value)]))
})
const post = (body: object & { metadata: { name: string } }, resource = 'secrets') =>
  call(api, 'POST', of(resource), { body })
const get = (name: string, resource = 'secrets') => call(api, 'GET', of(resource, name))
const apply = (body: object & { metadata: { name: string } }, manager: string, query: Sent['query'] = {}) =>
  call(api, 'PATCH', of('secrets', body.metadata.name), {
    body,
    contentType: 'application/apply-patch+yaml',
    query: { fieldManager: manager, ...query }
  })
const patch = (name: string, body: unknown, kind: 'json-patch' | 'merge-patch') =>
  call(api, 'PATCH', of('secrets', name), { body, contentType: `application/${kind}+json` })
const version = ({ body }: Answer) => body.metadata?.resourceVersion ?? assert.fail('no resourceVersion')
const told = ({ status, body }: Answer) => `${status} ${body.reason}`

test('whoever shows nothing is refused, and whoever is signed in is not', async () => {
  assert.ok([401, 403].includes((await call(api, 'GET', of('secrets'), { anonymous: true })).status))
  assert.equal((await call(api, 'GET', of('secrets'))).status, 200)
})

test('keys are taken from who owned them, and an annotation goes, in one patch that expects what was read', async () => {
  const name = fresh()
  await apply(secret(name, { A: 'one', B: 'two' }, { annotations: { 'example.org/copy': 'of values' } }), 'kubectl')
  const read = await get(name)
  const entries = read.body.metadata?.managedFields ?? assert.fail('no managedFields')
  const left = entries.map((entry) => {
    const fieldsV1 = structuredClone((entry as { fieldsV1?: Fields }).fieldsV1 ?? {}) // as the API has it
    delete fieldsV1['f:data']?.['f:A']
    delete fieldsV1['f:metadata']?.['f:annotations']?.['f:example.org/copy']
    return { ...entry, fieldsV1 }
  })
  const operations = (resourceVersion: string) => [
    { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
    { op: 'replace', path: '/metadata/managedFields', value: left },
    { op: 'remove', path: '/metadata/annotations/example.org~1copy' }
  ]
  assert.equal((await patch(name, operations('1'), 'json-patch')).status, 409)
  assert.equal((await patch(name, operations(version(read)), 'json-patch')).status, 200)
  const released = await get(name)
  assert.equal(released.body.metadata?.annotations?.['example.org/copy'], undefined)
  assert.equal(released.body.data?.['A'], b64('one'), 'the value stays')
  assert.equal((await apply(secret(name, { A: 'three' }), 'honeydue.A')).status, 200, 'nobody owns it')
  assert.equal((await apply(secret(name, { B: 'three' }), 'honeydue.B')).status, 409, 'kubectl does')
})

test('a Secret that is applied without a type is opaque, and stays so', async () => {
  const name = fresh()
  await apply(secret(name, { A: 'one' }), 'honeydue.A')
  assert.equal((await apply(secret(name, { A: 'two' }), 'honeydue.A')).status, 200)
  assert.equal((await apply(secret(name, { B: 'two' }, {}, { type: 'Opaque' }), 'honeydue.B')).status, 200)
})

test('a cluster is known by the uid of kube-system', async () => {
  const { status, body } = await call(api, 'GET', '/api/v1/namespaces/kube-system')
  assert.equal(status, 200)
  assert.match(String((body.metadata as { uid?: string }).uid), /^[0-9a-f-]{36}$/)
})

test('what is made is read back, once, under a version that only grows', async () => {
  const name = fresh()
  const made = await post(secret(name, { A: '1' }))
  assert.equal(made.status, 201)
  assert.equal((await get(name)).body.data?.['A'], b64('1'))
  assert.equal(told(await post(secret(name, { A: '2' }))), '409 AlreadyExists')
  const changed = await patch(name, { data: { A: b64('2') } }, 'merge-patch')
  assert.ok(Number(version(changed)) > Number(version(made)))
  assert.equal(version(await get(name)), version(changed))
})

test('what is not there is 404, also for patches that do not apply', async () => {
  const name = fresh()
  assert.equal(told(await get(name)), '404 NotFound')
  assert.equal(told(await patch(name, { data: {} }, 'merge-patch')), '404 NotFound')
  assert.equal(told(await call(api, 'DELETE', of('secrets', name))), '404 NotFound')
})

test('what is deleted is gone', async () => {
  const name = fresh()
  await post(secret(name, {}))
  assert.equal((await call(api, 'DELETE', of('secrets', name))).status, 200)
  assert.equal((await get(name)).status, 404)
})

test('a change under an old version is 409, in a replacement and in an application', async () => {
  const name = fresh()
  const old = version(await post(secret(name, { A: '1' })))
  await patch(name, { data: { A: b64('2') } }, 'merge-patch')
  const stale = secret(name, { A: '3' }, { resourceVersion: old })
  assert.equal(told(await call(api, 'PUT', of('secrets', name), { body: stale })), '409 Conflict')
  assert.equal(told(await apply(stale, 'one', { force: 'true' })), '409 Conflict')
  assert.equal((await get(name)).body.data?.['A'], b64('2'))
})

test('an application under the version that was read goes through', async () => {
  const name = fresh()
  const first = await apply(secret(name, { A: '1' }), 'one')
  const next = await apply(secret(name, { A: '2' }, { resourceVersion: version(first) }), 'one')
  assert.deepEqual([next.status, next.body.data?.['A']], [200, b64('2')])
  assert.notEqual(version(first), version(next))
})

test('an application makes what is missing', async () => {
  const name = fresh()
  assert.ok([200, 201].includes((await apply(secret(name, { A: '1' }), 'one')).status))
  assert.equal((await get(name)).body.data?.['A'], b64('1'))
})

test('an application needs the name of its manager', async () => {
  const body = secret(fresh(), { A: '1' })
  const answer = await call(api, 'PATCH', of('secrets', body.metadata.name), {
    body,
    contentType: 'application/apply-patch+yaml'
  })
  assert.ok([400, 422].includes(answer.status))
})

test('two managers of two keys leave each other alone', async () => {
  const name = fresh()
  await apply(secret(name, { A: '1' }), 'one')
  await apply(secret(name, { B: '2' }), 'other')
  await apply(secret(name, { A: '3' }), 'one')
  assert.deepEqual((await get(name)).body.data, { A: b64('3'), B: b64('2') })
})

test('a manager that would change the key of another is refused by name, and changes it by force', async () => {
  const name = fresh()
  await apply(secret(name, { A: '1' }), 'one')
  const refused = await apply(secret(name, { A: '2' }), 'other')
  assert.equal(told(refused), '409 Conflict')
  assert.match(refused.body.message ?? '', /conflict with "one"/)
  assert.equal((await get(name)).body.data?.['A'], b64('1'))
  assert.equal((await apply(secret(name, { A: '2' }), 'other', { force: 'true' })).status, 200)
  assert.equal((await get(name)).body.data?.['A'], b64('2'))
})

test('two managers that want the same share it, and the key goes with the last of them', async () => {
  const name = fresh()
  await apply(secret(name, { A: '1' }), 'one')
  assert.equal((await apply(secret(name, { A: '1' }), 'other')).status, 200)
  await apply(secret(name, {}), 'one')
  assert.deepEqual((await get(name)).body.data, { A: b64('1') })
  await apply(secret(name, {}), 'other')
  assert.deepEqual((await get(name)).body.data ?? {}, {})
})

test('what a manager does not name any more goes, and what others own stays', async () => {
  const name = fresh()
  await apply(
    secret(name, { A: '1' }, { annotations: { 'honeydue.dev/rotation.A': 'x', 'honeydue.dev/epoch.A': '1' } }),
    'one'
  )
  await apply(secret(name, { B: '1' }, { annotations: { 'honeydue.dev/epoch.B': '1' } }), 'other')
  await apply(secret(name, { A: '1' }, { annotations: { 'honeydue.dev/epoch.A': '2' } }), 'one')
  const { body } = await get(name)
  assert.deepEqual(body.metadata?.annotations, { 'honeydue.dev/epoch.A': '2', 'honeydue.dev/epoch.B': '1' })
  assert.deepEqual(Object.keys(body.data ?? {}).toSorted(), ['A', 'B'])
})

test('what somebody patched by hand is theirs, and an application notices', async () => {
  const name = fresh()
  await apply(secret(name, { A: '1' }), 'one')
  await patch(name, { data: { A: b64('by hand') } }, 'merge-patch')
  assert.equal(told(await apply(secret(name, { A: '2' }), 'one')), '409 Conflict')
})

test('an application that changes nothing makes no new version', async () => {
  const name = fresh()
  const first = await apply(secret(name, { A: '1' }), 'one')
  assert.equal(version(await apply(secret(name, { A: '1' }), 'one')), version(first))
})

test('owners are named, by applications and by changes', async () => {
  const name = fresh()
  await apply(secret(name, { A: '1' }), 'honeydue.A')
  await patch(name, { data: { B: b64('1') } }, 'merge-patch')
  const managers = (await get(name)).body.metadata?.managedFields?.map(
    ({ manager, operation }) => `${manager} ${operation}`
  )
  assert.deepEqual(managers?.toSorted(), ['conformance Update', 'honeydue.A Apply'])
  const owned = JSON.stringify((await get(name)).body.metadata?.managedFields)
  assert.equal(owned.includes(b64('1')), false, 'never by value')
})

test('a dry run says what would be, and changes nothing', async () => {
  const name = fresh()
  const first = await apply(secret(name, { A: '1' }), 'one')
  const asked = await apply(secret(name, { A: '2' }), 'one', { dryRun: 'All' })
  assert.deepEqual([asked.status, asked.body.data?.['A']], [200, b64('2')])
  assert.equal(version(await get(name)), version(first))
  assert.equal(told(await apply(secret(name, { A: '2' }), 'other', { dryRun: 'All' })), '409 Conflict')
  const missing = fresh()
  await apply(secret(missing, { A: '1' }), 'one', { dryRun: 'All' })
  assert.equal((await get(missing)).status, 404)
})

test('a JSON patch whose test fails is 422 and changes nothing', async () => {
  const name = fresh()
  await post(secret(name, { A: '1' }, { annotations: { 'honeydue.dev/epoch': '4' } }))
  const path = '/metadata/annotations/honeydue.dev~1epoch'
  const write = (epoch: string) =>
    patch(
      name,
      [
        { op: 'test', path, value: epoch },
        { op: 'replace', path: '/data/A', value: b64('2') }
      ],
      'json-patch'
    )
  assert.equal(told(await write('3')), '422 Invalid')
  assert.equal((await get(name)).body.data?.['A'], b64('1'))
  assert.equal((await write('4')).status, 200)
  assert.equal((await get(name)).body.data?.['A'], b64('2'))
})

test('a merge patch takes away what is null', async () => {
  const name = fresh()
  await post(secret(name, { A: '1', B: '2' }))
  await patch(name, { data: { A: null } }, 'merge-patch')
  assert.deepEqual((await get(name)).body.data, { B: b64('2') })
})

test('a Secret keeps its type, and one that is immutable its data', async () => {
  const [name, other] = [fresh(), fresh()]
  await post(secret(name, {}, {}, { type: 'Opaque' }))
  assert.equal((await patch(name, { type: 'honeydue.dev/other' }, 'merge-patch')).status, 422)
  await post(secret(other, { A: '1' }, {}, { immutable: true }))
  assert.equal((await patch(other, { data: { A: b64('2') } }, 'merge-patch')).status, 422)
})

test('what is no base64, has no name, or an annotation no name may have, is refused', async () => {
  const broken = { ...secret(fresh(), {}), data: { A: 'hunter2!!not-base64' } }
  assert.ok([400, 422].includes((await post(broken)).status))
  assert.equal(
    (await call(api, 'POST', of('secrets'), { body: { apiVersion: 'v1', kind: 'Secret', metadata: {} } })).status,
    422
  )
  assert.equal((await post(secret(fresh(), {}, { annotations: { 'honeydue.dev/not legal': '1' } }))).status, 422)
  assert.equal(
    (await post(secret(fresh(), {}, { annotations: { 'honeydue.dev/last-rotated.apns_auth_key.p8': '1' } }))).status,
    201
  )
})

test('a list has what was made, and of pods and the like what the labels say', async () => {
  const name = fresh()
  await post(secret(name, {}))
  const { body } = await call(api, 'GET', of('secrets'))
  assert.ok(body.items?.some(({ metadata }) => (metadata as { name?: string }).name === name))
  const map = (labels: object) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: fresh(), namespace: api.namespace, labels },
    data: {}
  })
  await post(map({ app: 'api', part: name }), 'configmaps')
  await post(map({ app: 'worker', part: name }), 'configmaps')
  const chosen = await call(api, 'GET', of('configmaps'), { query: { labelSelector: `app=api,part=${name}` } })
  assert.equal(chosen.body.items?.length, 1)
})

const leases = () => `/apis/coordination.k8s.io/v1/namespaces/${api.namespace}/leases`
const lease = (name: string, spec: object, metadata: object = {}) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name, namespace: api.namespace, ...metadata },
  spec: { leaseDurationSeconds: 60, renewTime: '2026-11-26T20:00:00.000000Z', ...spec }
})

test('of two that take a Lease at once one gets it', async () => {
  const name = fresh()
  const made = await call(api, 'POST', leases(), { body: lease(name, { holderIdentity: 'anna', leaseTransitions: 1 }) })
  assert.equal(made.status, 201)
  assert.equal(
    told(await call(api, 'POST', leases(), { body: lease(name, { holderIdentity: 'ben' }) })),
    '409 AlreadyExists'
  )
  const resourceVersion = version(made)
  const answers = await Promise.all(
    ['anna', 'ben'].map((holderIdentity) =>
      call(api, 'PUT', `${leases()}/${name}`, {
        body: lease(name, { holderIdentity, leaseTransitions: 2 }, { resourceVersion })
      })
    )
  )
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((left, right) => left - right),
    [200, 409]
  )
})

test('a Lease that nobody holds keeps how often it changed hands', async () => {
  const name = fresh()
  const made = await call(api, 'POST', leases(), { body: lease(name, { holderIdentity: 'anna', leaseTransitions: 7 }) })
  const free = lease(name, { leaseTransitions: 7 }, { resourceVersion: version(made) })
  assert.equal((await call(api, 'PUT', `${leases()}/${name}`, { body: free })).status, 200)
  const { body } = await call(api, 'GET', `${leases()}/${name}`)
  assert.deepEqual([body.spec?.['holderIdentity'], body.spec?.['leaseTransitions']], [undefined, 7])
})

test('a watch tells what happened since a version, and where it stands', async () => {
  const name = fresh()
  const resourceVersion = version(await post(secret(name, { A: '1' })))
  await patch(name, { data: { A: b64('2') } }, 'merge-patch')
  await call(api, 'DELETE', of('secrets', name))
  const events = await firstEvents(api, of('secrets'), { resourceVersion, allowWatchBookmarks: 'true' }, 2)
  assert.deepEqual(
    events.slice(0, 2).map(({ type, object }) => `${type} ${object.metadata.name}`),
    [`MODIFIED ${name}`, `DELETED ${name}`]
  )
})

test('whoever asks what they may do is told', async () => {
  const body = {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { namespace: api.namespace, verb: 'patch', resource: 'secrets' } }
  }
  const answer = await call(api, 'POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', { body })
  assert.deepEqual([answer.status, (answer.body.status as { allowed?: boolean }).allowed], [201, true])
})

test('the log of a pod that is not there is 404, also where it is wanted as text', async () => {
  const query = { sinceTime: '2026-11-26T20:00:00Z' }
  assert.equal((await call(api, 'GET', `${of('pods', fresh())}/log`, { query })).status, 404)
})

test('what the API does not have is 404', async () => {
  assert.equal((await call(api, 'GET', '/nothing/here')).status, 404)
})
