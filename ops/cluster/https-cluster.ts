import Type from 'typebox'
import { Check } from 'typebox/value'
import { Secret } from '#server/platform/secret.ts'
import {
  ClusterError,
  type Cluster,
  type LeaseObject,
  type Pod,
  type SecretChange,
  type SecretObject
} from './cluster.ts'
import type { Access } from './kubeconfig.ts'
import { ManagedFields, ownersIn, withoutOthers } from './managed-fields.ts'
import { openTransport, type Transport } from './transport.ts'

const Metadata = Type.Object({
  name: Type.String(),
  uid: Type.Optional(Type.String()),
  resourceVersion: Type.Optional(Type.String()),
  annotations: Type.Optional(Type.Record(Type.String(), Type.String())),
  managedFields: Type.Optional(ManagedFields),
  deletionTimestamp: Type.Optional(Type.String())
})
const Texts = Type.Optional(Type.Record(Type.String(), Type.String()))
const SecretAnswer = Type.Object({ metadata: Metadata, type: Type.Optional(Type.String()), data: Texts })
const ConfigMapAnswer = Type.Object({ metadata: Metadata, data: Texts })
const LeaseAnswer = Type.Object({
  metadata: Metadata,
  spec: Type.Object({
    holderIdentity: Type.Optional(Type.String()),
    leaseDurationSeconds: Type.Optional(Type.Integer()),
    renewTime: Type.Optional(Type.String()),
    leaseTransitions: Type.Optional(Type.Integer())
  })
})
const Containers = Type.Optional(Type.Array(Type.Object({ image: Type.Optional(Type.String()) })))
const PodAnswer = Type.Object({
  metadata: Metadata,
  spec: Type.Optional(Type.Object({ containers: Containers, initContainers: Containers })),
  status: Type.Optional(
    Type.Object({
      conditions: Type.Optional(Type.Array(Type.Object({ type: Type.String(), status: Type.String() })))
    })
  )
})
const listOf = <T extends Type.TSchema>(item: T) => Type.Object({ items: Type.Array(item) })

/** The Cluster behind a kubeconfig. */
export function openCluster(access: Access, namespace: string): Cluster & { close(): void } {
  const transport = openTransport(access)
  const api = { transport, namespace, core: `/api/v1/namespaces/${namespace}` }
  return {
    close: () => transport.close(),
    async identity() {
      const system = await get(api, '/api/v1/namespaces/kube-system', Type.Object({ metadata: Metadata }))
      const { href: server } = access.server
      return { server, context: access.context, uid: system?.metadata.uid ?? 'unknown', at: transport.date() }
    },
    async pods(labels, other = namespace) {
      const terms = Object.entries(labels).map(([name, value]) => `${name}=${value}`)
      const path = `/api/v1/namespaces/${other}/pods`
      const found = await get(api, path, listOf(PodAnswer), { labelSelector: terms.join(',') })
      return (found?.items ?? []).map(podOf)
    },
    async podLog(pod, since, other = namespace) {
      const path = `/api/v1/namespaces/${other}/pods/${pod}/log`
      const query = { sinceTime: since.toString({ smallestUnit: 'second', roundingMode: 'floor' }) }
      const answer = await transport.send({ method: 'GET', path, query, isText: true, about: path })
      if (typeof answer !== 'string') throw new ClusterError('not found', `${path}: there is none.`)
      return answer.split('\n').filter((line) => line !== '')
    },
    askPod: (pod, port, path) =>
      transport.send({ method: 'GET', path: `${api.core}/pods/${pod}:${port}/proxy${path}`, about: `pod ${pod}` }),
    may: (verb, resource, group = '') => mayI(api, { namespace, verb, resource, group }),
    ...secretsOf(api),
    ...configMapsOf(api),
    ...leasesOf(api)
  }
}

type Api = { readonly transport: Transport; readonly namespace: string; readonly core: string }

async function get<T extends Type.TSchema>(
  api: Api,
  path: string,
  shape: T,
  query = {}
): Promise<Type.Static<T> | undefined> {
  const answer = await api.transport.send({ method: 'GET', path, query, about: path })
  return answer === undefined ? undefined : shaped(shape, answer, path)
}

function apply(
  api: Api,
  path: string,
  body: object,
  query: { fieldManager: string; dryRun?: string; force?: string }
): Promise<unknown> {
  const contentType = 'application/apply-patch+yaml'
  const asked = { ...query, fieldValidation: 'Strict' }
  return api.transport.send({ method: 'PATCH', path, contentType, query: asked, body, about: path })
}

async function mayI(api: Api, resourceAttributes: object): Promise<boolean> {
  const body = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } }
  const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
  const answer = await api.transport.send({ method: 'POST', path, body, about: path })
  return shaped(Type.Object({ status: Type.Object({ allowed: Type.Boolean() }) }), answer, path).status.allowed
}

function secretsOf(api: Api): Pick<Cluster, 'secret' | 'secrets' | 'applySecret' | 'releaseSecret'> {
  return {
    async secret(name) {
      const found = await get(api, `${api.core}/secrets/${name}`, SecretAnswer)
      return found && secretOf(found)
    },
    async secrets() {
      const found = await get(api, `${api.core}/secrets`, listOf(SecretAnswer))
      return (found?.items ?? []).map(secretOf)
    },
    async applySecret(name, change) {
      const path = `${api.core}/secrets/${name}`
      const query = {
        fieldManager: change.manager,
        ...(change.dryRun && { dryRun: 'All' }),
        ...(change.force && { force: 'true' })
      }
      const answer = await apply(api, path, secretBody(name, api.namespace, change), query)
      return secretOf(shaped(SecretAnswer, answer, path))
    },
    async releaseSecret({ name, resourceVersion, annotations: present }, { annotations, ...release }) {
      const path = `${api.core}/secrets/${name}`
      const found = await get(api, path, SecretAnswer)
      const leaving = annotations.filter((each) => each in present)
      const body = [
        { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
        {
          op: 'replace',
          path: '/metadata/managedFields',
          value: withoutOthers(found?.metadata.managedFields ?? [], { ...release, annotations: leaving })
        },
        ...leaving.map((each) => ({ op: 'remove', path: `/metadata/annotations/${each.replaceAll('/', '~1')}` }))
      ]
      const contentType = 'application/json-patch+json'
      const query = { fieldManager: release.manager }
      await api.transport.send({ method: 'PATCH', path, contentType, query, body, about: path })
    }
  }
}

function configMapsOf(api: Api): Pick<Cluster, 'configMap' | 'applyConfigMap'> {
  const { core, namespace } = api
  return {
    async configMap(name) {
      const found = await get(api, `${core}/configmaps/${name}`, ConfigMapAnswer)
      return found && (found.data ?? {})
    },
    async applyConfigMap(name, { manager, data }) {
      const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data }
      await apply(api, `${core}/configmaps/${name}`, body, { fieldManager: manager })
    }
  }
}

function leasesOf(api: Api): Pick<Cluster, 'lease' | 'putLease'> {
  const leases = `/apis/coordination.k8s.io/v1/namespaces/${api.namespace}/leases`
  return {
    async lease(name) {
      const found = await get(api, `${leases}/${name}`, LeaseAnswer)
      return found && leaseOf(found)
    },
    async putLease(name, lease) {
      const isNew = lease.resourceVersion === undefined
      const path = isNew ? leases : `${leases}/${name}`
      const body = leaseBody(name, api.namespace, lease)
      const answer = await api.transport.send({ method: isNew ? 'POST' : 'PUT', path, body, about: path })
      return leaseOf(shaped(LeaseAnswer, answer, path))
    }
  }
}

function shaped<T extends Type.TSchema>(shape: T, answer: unknown, path: string): Type.Static<T> {
  if (!Check(shape, answer))
    throw new ClusterError(answer === undefined ? 'not found' : 'broken', `${path}: no such answer as expected.`)
  return answer
}

function secretBody(
  name: string,
  namespace: string,
  { data, annotations, resourceVersion, type }: SecretChange
): object {
  const encoded = [...data].map(([key, value]) => [key, Buffer.from(value.reveal()).toString('base64')])
  const metadata = { name, namespace, annotations, ...(resourceVersion !== undefined && { resourceVersion }) }
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    ...(type !== undefined && { type }),
    data: Object.fromEntries(encoded)
  }
}

function secretOf({ metadata, type, data = {} }: Type.Static<typeof SecretAnswer>): SecretObject {
  const { name, resourceVersion = '', annotations = {}, managedFields = [] } = metadata
  const decoded = Object.entries(data).map(
    ([key, value]) => [key, new Secret(Buffer.from(value, 'base64').toString())] as const
  )
  const owners = ownersIn(managedFields)
  return { name, resourceVersion, type: type ?? 'Opaque', data: new Map(decoded), annotations, owners }
}

function leaseBody(name: string, namespace: string, lease: LeaseObject): object {
  const { resourceVersion, holder, durationSeconds, renewedAt, transitions } = lease
  // MicroTime of Kubernetes: six digits, always.
  const renewTime = renewedAt.toString({ fractionalSecondDigits: 6 })
  const metadata = { name, namespace, ...(resourceVersion !== undefined && { resourceVersion }) }
  const held = holder === '' ? {} : { holderIdentity: holder }
  const spec = { ...held, leaseDurationSeconds: durationSeconds, renewTime, leaseTransitions: transitions }
  return { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec }
}

function leaseOf({ metadata, spec }: Type.Static<typeof LeaseAnswer>): LeaseObject {
  const { holderIdentity = '', leaseDurationSeconds = 0, renewTime, leaseTransitions = 0 } = spec
  const renewedAt = Temporal.Instant.from(renewTime ?? '1970-01-01T00:00:00Z')
  const { resourceVersion } = metadata
  return {
    resourceVersion,
    holder: holderIdentity,
    durationSeconds: leaseDurationSeconds,
    renewedAt,
    transitions: leaseTransitions
  }
}

function podOf({ metadata, spec, status }: Type.Static<typeof PodAnswer>): Pod {
  const ready = status?.conditions?.some(({ type, status: is }) => type === 'Ready' && is === 'True') ?? false
  const containers = [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])]
  const images = containers.flatMap(({ image = '' }) => (image === '' ? [] : [image]))
  return { name: metadata.name, ready, ending: metadata.deletionTimestamp !== undefined, images }
}
