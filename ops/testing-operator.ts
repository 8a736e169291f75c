import { chmod, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateIdentity, identityToRecipient } from 'age-encryption'
import { stringify } from 'yaml'
import type { Scope } from '#test/afterwards.ts'
import { fakeApiServer, type FakeApiServer } from '#test/cluster/fake-api-server.ts'
import { temporaryFolder } from '#test/embedded.ts'
import { commandLine } from './command-line.ts'
import type { Terminal } from './terminal.ts'

export type Said = { readonly exitCode: number; readonly out: string; readonly err: string }

/** An operator at a laptop of their own, before a cluster. */
export type TestOperator = {
  readonly fake: FakeApiServer
  readonly folder: string
  readonly config: string
  now: Temporal.Instant
  /** Whoever sits before it; without one it runs where nobody does. */
  ask: Terminal['ask']
  screen: Terminal['screen']
  honeydue(...args: string[]): Promise<Said>
  /** Everything that the tool has said, and everything that lies on the laptop. */
  traces(): Promise<string>
}

type Options = {
  readonly name?: string
  readonly beside?: TestOperator
  readonly settings?: object
  readonly fake?: FakeApiServer
}

/** `beside`: a second one, before the same cluster, with a laptop of their own and the same people's escrow. */
export async function testOperator(
  scope: Scope,
  { name = 'anna@laptop', beside, settings, fake: given }: Options = {}
): Promise<TestOperator> {
  const fake = beside?.fake ?? given ?? (await fakeApiServer(scope))
  const folder = await temporaryFolder(scope)
  const file = (part: string) => join(folder, part)
  await writeFile(file('kubeconfig'), stringify(kubeconfigOf(fake)), { mode: 0o600 })
  if (beside) {
    for (const part of ['age.txt', 'ops.yaml'])
      await writeFile(file(part), await readFile(join(beside.folder, part)), { mode: 0o600 })
  } else {
    const [own, offline] = [await generateIdentity(), await generateIdentity()]
    const recipients = [await identityToRecipient(own), await identityToRecipient(offline)]
    await writeFile(file('age.txt'), `# created by age-keygen\n${own}\n`, { mode: 0o600 })
    await chmod(file('age.txt'), 0o600)
    const escrow = { folder: 'escrow', recipients, identityFile: 'age.txt' }
    const all = {
      environment: 'production',
      kubeconfig: 'kubeconfig',
      namespace: 'honeydue',
      internalPort: 9464,
      escrow,
      ...settings
    }
    await writeFile(file('ops.yaml'), stringify(all))
  }
  const said: string[] = []
  const operator: TestOperator = {
    fake,
    folder,
    config: file('ops.yaml'),
    now: beside?.now ?? Temporal.Instant.from('2026-11-26T20:00:00Z'),
    ask: undefined,
    screen: undefined,
    async honeydue(...args) {
      const [out, err]: [string[], string[]] = [[], []]
      const exitCode = await commandLine(args, {
        say: (text) => void out.push(text),
        complain: (text) => void err.push(text),
        stateFolder: file('state'),
        operator: name,
        now: () => operator.now,
        ask: operator.ask,
        screen: operator.screen,
        pause: async (times: number) => times < 3
      })
      said.push(...out, ...err)
      return { exitCode, out: out.join(''), err: err.join('') }
    },
    traces: async () => [...said, ...(await textsBelow(folder))].join('\n')
  }
  return operator
}

function kubeconfigOf({ url, certificateAuthority, token }: FakeApiServer): object {
  const cluster = { server: url, 'certificate-authority-data': Buffer.from(certificateAuthority).toString('base64') }
  return {
    'current-context': 'home',
    contexts: [{ name: 'home', context: { cluster: 'k3s', user: 'operator' } }],
    clusters: [{ name: 'k3s', cluster }],
    users: [{ name: 'operator', user: { token } }]
  }
}

async function textsBelow(folder: string): Promise<string[]> {
  const { readdir } = await import('node:fs/promises')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile())
  return Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')))
}
