import { OutboundError } from '#server/platform/outbound.ts'
import type { Secret } from '#server/platform/secret.ts'
import type { OpsSettings } from '../../settings.ts'
import type { Adapter, Turn } from '../adapter.ts'
import { HumanNeeded } from '../guide.ts'
import { neonRoles } from './neon-roles.ts'
import { isLogin, loginOf, loginText } from './postgres-login.ts'
import { connected, endSessions, sessionsOf, type Login, type Server } from './postgres-queries.ts'
import { ProviderError } from './provider.ts'

type Options = {
  readonly server: Server
  /** It changes nothing here: it sees who is there. */
  readonly rotator: Login
  readonly roles: readonly [string, string]
  readonly neon: NonNullable<OpsSettings['neon']>
}

/**
 * POSTGRES_PASSWORD at Neon: the role that is not in use gets a password that Neon makes, at once; that of the old one is made
 * anew at the end, and nobody keeps it. Neon has no fence: whose turn it is is asked just before each reset.
 */
export function byNeon(bySql: Adapter, { server, rotator, roles, neon }: Options): Adapter {
  const api = neonRoles(neon)
  const targetBeside = (user: string) => (user === roles[0] ? roles[1] : roles[0])

  async function reset(user: string, { keep, pause }: Turn): Promise<Secret> {
    await keep()
    return api.reset(user, pause)
  }

  /** Another password, which nobody keeps. */
  async function shut(value: Secret, turn: Turn): Promise<void> {
    const { user } = loginOf(value)
    await reset(user, turn)
    if (turn.compromised) await connected(server, rotator, (client) => endSessions(client, user))
  }

  async function problems(published: Secret): Promise<string[]> {
    if (!isLogin(published)) return bySql.problems(published)
    const target = targetBeside(loginOf(published).user)
    const sessions = await connected(server, rotator, (client) => sessionsOf(client, target))
    const busy = sessions > 0 ? [`${target} should be idle and has ${sessions} sessions.`] : []
    const isThere = await api.has(target)
    return isThere ? busy : [`Neon has no role ${target}: create it with the rights of ${loginOf(published).user}.`]
  }

  return {
    ...bySql,
    notes: ['Neon makes the password and tells it once: of an answer that is lost another one is made.'],
    async problems(published) {
      try {
        return await problems(published)
      } catch (error) {
        if (error instanceof ProviderError || error instanceof OutboundError) return [`${error.message}.`]
        throw error
      }
    },
    async mint(turn) {
      const target = targetBeside(loginOf(turn.published).user)
      const password = await reset(target, turn)
      return { old: turn.published, new: loginText(target, password.reveal()) }
    },
    async admit({ new: value }) {
      const { user } = loginOf(value)
      throw new HumanNeeded(`${user} does not get in any more with the new password: --abort takes the rotation back.`)
    },
    withdraw: ({ new: value }, turn) => shut(value, turn),
    revoke: ({ old: value }, turn) => shut(value, turn),
    async restore({ old: value }) {
      throw new HumanNeeded(
        `The new login is refused, and Neon gives no former password back: reset that of ${loginOf(value).user} and write it into the Secret.`
      )
    }
  }
}
