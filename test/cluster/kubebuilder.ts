import { spawn } from 'node:child_process'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { testingCertificate } from '#server/gateways/mail/testing-certificate.ts'
import { afterwards, type Scope } from '../afterwards.ts'
import { temporaryFolder } from '../embedded.ts'
import { call, type ApiServer } from './api.ts'

/** Starts etcd and kube-apiserver from a folder that has both, as `setup-envtest` of Kubernetes makes it; ends them afterwards. */
export async function kubebuilderServer(scope: Scope, assets: string): Promise<ApiServer> {
  const folder = await temporaryFolder(scope)
  const file = (name: string) => join(folder, name)
  const [client, peer, secure] = [await freePort(), await freePort(), await freePort()]
  const token = randomBytes(24).toString('hex')
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  await writeFile(file('token.csv'), `${token},conformance,conformance,system:masters\n`, { mode: 0o600 })
  await writeFile(file('account.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  await writeFile(file('account.pub'), publicKey.export({ type: 'spki', format: 'pem' }))
  await writeFile(file('tls.crt'), testingCertificate.cert)
  await writeFile(file('tls.key'), testingCertificate.key, { mode: 0o600 })
  const etcd = `http://127.0.0.1:${client}`
  start(scope, join(assets, 'etcd'), {
    'data-dir': file('etcd'),
    'listen-client-urls': etcd,
    'advertise-client-urls': etcd,
    'listen-peer-urls': `http://127.0.0.1:${peer}`,
    'initial-advertise-peer-urls': `http://127.0.0.1:${peer}`,
    'initial-cluster': `default=http://127.0.0.1:${peer}`
  })
  start(scope, join(assets, 'kube-apiserver'), {
    'etcd-servers': etcd,
    'bind-address': '127.0.0.1',
    'secure-port': String(secure),
    'tls-cert-file': file('tls.crt'),
    'tls-private-key-file': file('tls.key'),
    'token-auth-file': file('token.csv'),
    'authorization-mode': 'RBAC',
    'service-cluster-ip-range': '10.0.0.0/24',
    'service-account-issuer': `https://localhost:${secure}`,
    'service-account-key-file': file('account.pub'),
    'service-account-signing-key-file': file('account.key'),
    'disable-admission-plugins': 'ServiceAccount'
  })
  const api = {
    url: `https://localhost:${secure}`,
    certificateAuthority: testingCertificate.cert,
    token,
    namespace: ''
  }
  await ready(api, assets)
  return api
}

function start(scope: Scope, program: string, options: Readonly<Record<string, string>>): void {
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`)
  const child = spawn(program, args, { stdio: 'ignore' })
  const ended = once(child, 'exit').catch(() => undefined) // not to be started: `ready` says so
  afterwards(scope, async () => {
    child.kill()
    await ended
  })
}

/** It makes the namespaces that it is known by after it has begun to answer. */
async function ready(api: ApiServer, assets: string): Promise<void> {
  for (let times = 0; times < 120; times += 1) {
    const answer = await call(api, 'GET', '/api/v1/namespaces/kube-system').catch(() => undefined)
    if (answer?.status === 200) return
    await setTimeout(500)
  }
  throw new Error(`kube-apiserver of ${assets} does not answer`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // listens on TCP
  server.close()
  await once(server, 'close')
  return port
}
