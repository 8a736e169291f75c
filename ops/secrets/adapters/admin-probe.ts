import Type from 'typebox'
import { Check } from 'typebox/value'
import { OutboundError } from '#server/platform/outbound.ts'
import type { Secret } from '#server/platform/secret.ts'
import type { Cluster } from '../../cluster/cluster.ts'
import type { OpsSettings } from '../../settings.ts'
import type { Answer } from '../rotation.ts'
import { provider, reaching } from './provider.ts'

type Admin = NonNullable<OpsSettings['admin']>
export type Login = { readonly user: string; readonly password: Secret }

/** Marks what the tool asks itself in the access log. */
const mark = 'honeydue-probe'
/** Traefik may be several pods, each of which reads the Secret in its own time. */
const attempts = 2

/** Whether the ingress lets a pair in, and nobody without one. */
export function ingress({ url, certificateAuthorityFile }: Admin): (login: Login) => Promise<Answer> {
  const address = new URL(url)
  address.searchParams.set(mark, '')
  const ask = provider(reaching({ hosts: [address.host], certificateAuthorityFile }))
  const statusOf = async (basic?: Login) => (await ask(address.href, basic ? { basic } : {})).status

  async function letsIn(login: Login): Promise<Answer> {
    try {
      const statuses: number[] = []
      if ((await statusOf()) !== 401) return 'unknown'
      for (let times = 0; times < attempts; times += 1) statuses.push(await statusOf(login))
      if (statuses.every((status) => status === 200)) return 'yes'
      return statuses.every((status) => status === 401) ? 'no' : 'unknown'
    } catch (error) {
      if (error instanceof OutboundError) return 'unknown'
      throw error
    }
  }

  // Questions that are asked at once share an answer.
  const asked = new Map<string, Promise<Answer>>()
  return (login) => {
    const answer = asked.get(login.user) ?? letsIn(login).finally(() => asked.delete(login.user))
    asked.set(login.user, answer)
    return answer
  }
}

/** One line of Traefik's access log in JSON. */
const Line = Type.Object({
  ClientUsername: Type.String(),
  DownstreamStatus: Type.Number(),
  RequestPath: Type.String()
})

/** Whether anybody but the tool was let in by that name since then; `unknown` where no access log is found. ClusterError. */
export async function seenIn(
  cluster: Cluster,
  { traefik: { namespace, label } }: Admin,
  { user, since }: { readonly user: string; readonly since: Temporal.Instant }
): Promise<Answer> {
  const [key = '', value = ''] = label.split('=')
  const pods = await cluster.pods({ [key]: value }, namespace)
  const logs = await Promise.all(pods.map(({ name }) => cluster.podLog(name, since, namespace)))
  const lines = logs.flat().map(parsed)
  const said = lines.filter((line) => Check(Line, line))
  // The tool has asked for the page itself: where not even that is written down, nothing is.
  if (!said.some(({ RequestPath }) => RequestPath.includes(mark))) return 'unknown'
  const others = said.filter(({ RequestPath }) => !RequestPath.includes(mark))
  const wasLetIn = others.some((line) => line.ClientUsername === user && line.DownstreamStatus !== 401)
  return wasLetIn ? 'yes' : 'no'
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // Traefik's own log stands between
  }
}
