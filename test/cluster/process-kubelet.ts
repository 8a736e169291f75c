import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { Attestation } from '#server/platform/secrets/attestation.ts'
import { afterwards, type Scope } from '../afterwards.ts'
import { temporaryFolder } from '../embedded.ts'
import { freePort, startHoneyDue, type HoneyDue } from '../honeydue-process.ts'
import { mountedSecrets, type MountedSecrets } from '../mounted-secrets.ts'
import { asAdmin, type FakeApiServer } from './fake-api-server.ts'
import { Refusal, type Thing } from './object-store.ts'

/** What a Deployment's pods are: `server/main.ts api` or `worker`. */
export type App = 'api' | 'worker'

export type Kubelet = {
  /** Makes the Deployment, or replaces its pods by new ones when it is there. */
  deploy(app: App, replicas: number): Promise<void>
  readonly pods: readonly RunningPod[]
  /** What each pod says of one secret. */
  attested(name: string): Promise<Attestation[]>
  /** What all processes have printed, those that have ended too. */
  logs(): string
}

export type RunningPod = { readonly name: string; readonly app: App; readonly url: string }
type Pod = RunningPod & {
  readonly template: string
  readonly process: HoneyDue
  readonly internalUrl: string
  readonly mount: MountedSecrets
  /** Deliveries to its volume, one after another. */
  delivered: Promise<void>
}

type Options = {
  readonly fake: FakeApiServer
  /** The Secrets that each pod mounts, in one folder. */
  readonly secrets: readonly string[]
  /** What is in config.yaml beside the folder of the secrets and the internal listener. */
  readonly config: object
  readonly env?: Record<string, string>
  /** What their specifications say that they run. */
  readonly image?: string
  /** How long what is written takes to reach a pod's volume. */
  readonly delayMs?: (pod: string) => number
  /** The pods of the api that are ready have changed. */
  readonly onReady?: (urls: readonly string[]) => void
}

const core = '/api/v1/namespaces/honeydue'
const deployments = '/apis/apps/v1/namespaces/honeydue/deployments'
const graceMs = 20_000

/** Runs what the Deployments of the cluster ask for, as real processes whose Secrets are volumes. */
export async function processKubelet(scope: Scope, options: Options): Promise<Kubelet> {
  const kubelet = new ProcessKubelet(scope, options)
  const follow = (collection: string) => {
    if (collection === `${core}/secrets`) kubelet.deliver()
  }
  options.fake.store.on('happened', follow)
  afterwards(scope, async () => {
    options.fake.store.off('happened', follow)
    await kubelet.stop()
  })
  return kubelet
}

class ProcessKubelet implements Kubelet {
  readonly #scope: Scope
  readonly #options: Options
  readonly #timers = new Set<NodeJS.Timeout>()
  readonly #ended: string[] = []
  #pods: readonly Pod[] = []
  #count = 0

  constructor(scope: Scope, options: Options) {
    this.#scope = scope
    this.#options = options
  }

  get pods(): readonly Pod[] {
    return this.#pods
  }

  async attested(name: string): Promise<Attestation[]> {
    const all = await Promise.all(this.#pods.map((pod) => asked(pod, '/internal/credentials')))
    return (all as Attestation[][]).flat().filter((each) => each.name === name) // as the product says it
  }

  logs(): string {
    return [...this.#ended, ...this.#pods.map(({ process }) => process.output())].join('')
  }

  async deploy(app: App, replicas: number): Promise<void> {
    const { store } = this.#options.fake
    const template = `${app}-${(this.#count += 1)}`
    const spec = { replicas, template: { metadata: { labels: { app }, annotations: { revision: template } } } }
    const write = { ...asAdmin, force: true }
    store.apply(deployments, { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: app }, spec }, write)
    const former = this.#pods.filter((pod) => pod.app === app)
    const names = Array.from({ length: replicas }, (_, at) => `${template}-${at}`)
    const started = await Promise.all(names.map((name) => this.#start(name, app, template)))
    this.#show([...this.#pods, ...started])
    await Promise.all(former.map((pod) => this.#end(pod)))
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer)
    await Promise.all(this.#pods.map(({ process }) => process.stop('SIGKILL')))
  }

  /** Each pod's volume gets, after the pod's own delay, what the Secrets hold then. */
  deliver(): void {
    for (const pod of this.#pods) {
      const timer = setTimeout(
        () => {
          this.#timers.delete(timer)
          pod.delivered = pod.delivered.then(() => pod.mount.publish(this.#files()))
        },
        this.#options.delayMs?.(pod.name) ?? 0
      )
      this.#timers.add(timer)
    }
  }

  /** Resolves when the process says that it is ready. */
  async #start(name: string, app: App, template: string): Promise<Pod> {
    const { fake, config, env = {} } = this.#options
    const mount = await mountedSecrets(this.#scope, this.#files())
    const folder = await temporaryFolder(this.#scope)
    const [port, internalPort] = [await freePort(), await freePort()]
    const internal = { host: '127.0.0.1', port: internalPort }
    const file = join(folder, 'config.yaml')
    await writeFile(file, stringify({ ...config, secretsFolder: mount.folder, internal }))
    const process = startHoneyDue([app, '--config', file], port, { env })
    const internalUrl = `http://127.0.0.1:${internalPort}`
    const pod: Pod = {
      name,
      app,
      template,
      process,
      url: process.url,
      internalUrl,
      mount,
      delivered: Promise.resolve()
    }
    await isReady(pod)
    // What was written while it started.
    await mount.publish(this.#files())
    const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] }
    const spec = { containers: [{ name: app, image: this.#options.image ?? 'honeydue' }] }
    fake.store.create(`${core}/pods`, { kind: 'Pod', metadata: { name, labels: { app } }, spec, status }, asAdmin)
    fake.pods.set(name, (path) => asked(pod, path))
    return pod
  }

  /** Out of the list of those that are asked first, then ended. */
  async #end(pod: Pod): Promise<void> {
    const { store, pods } = this.#options.fake
    const { process, name } = pod
    const { resourceVersion: _, ...metadata } = store.get(`${core}/pods`, name)?.metadata ?? { name }
    store.replace(
      `${core}/pods`,
      { kind: 'Pod', metadata: { ...metadata, deletionTimestamp: '2026-11-26T20:00:00Z' } },
      asAdmin
    )
    this.#show(this.#pods.filter((each) => each !== pod))
    const late = setTimeout(() => process.child.kill('SIGKILL'), graceMs)
    const { output } = await process.stop('SIGTERM')
    clearTimeout(late)
    this.#ended.push(output)
    pods.delete(name)
    store.remove(`${core}/pods`, name)
  }

  #show(pods: readonly Pod[]): void {
    this.#pods = pods
    this.#options.onReady?.(pods.filter(({ app }) => app === 'api').map(({ url }) => url))
  }

  #files(): Record<string, string> {
    const { fake, secrets } = this.#options
    const things = secrets.map((name) => fake.store.get(`${core}/secrets`, name))
    return Object.fromEntries(things.flatMap((thing) => Object.entries(dataOf(thing))))
  }
}

/** The values of a Secret, as texts. */
export function dataOf(thing: Thing | undefined): Record<string, string> {
  const data = (thing?.['data'] ?? {}) as Record<string, string> // a Secret's
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]))
}

/** Asks again until it says so; a process that ends instead is an error with all it has printed. */
async function isReady({ process, internalUrl }: Pod): Promise<void> {
  let ended = false
  void process.exit.then(() => (ended = true))
  for (;;) {
    const answer = await fetch(`${internalUrl}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    if (ended) throw new Error(`a pod ended before it was ready:\n${process.output()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** As the API server's proxy passes it on. */
async function asked({ internalUrl }: Pod, path: string): Promise<unknown> {
  try {
    return await (await fetch(internalUrl + path)).json()
  } catch {
    throw new Refusal(503, 'ServiceUnavailable', 'no endpoints available')
  }
}
