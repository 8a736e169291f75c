import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Secret } from '#server/platform/secret.ts'
import { privateFile } from '../../private-file.ts'
import type { Adapter, Turn } from '../adapter.ts'
import { FenceError } from '../engine.ts'
import { isActive, type Fleet } from '../fleet.ts'
import { sectionOf, type AdapterGround } from './ground.ts'
import { isLogin, loginOf, loginText, takesLogin } from './postgres-login.ts'
import { byNeon } from './postgres-neon.ts'
import {
  connected,
  inTurn,
  letIn,
  lockOut,
  missingRights,
  sessionsOf,
  StaleEpoch,
  type Login,
  type Server
} from './postgres-queries.ts'
import { scramVerifier } from './scram.ts'

type Options = {
  readonly server: Server
  /** A role with CREATEROLE that only this tool uses. */
  readonly rotator: Login
  /** The two login roles that take turns. */
  readonly roles: readonly [string, string]
  readonly fleet: Fleet
  /** What statements hold: what PostgreSQL keeps of a password, or the password, where something before it wants that (Neon). */
  readonly hash: 'verifier' | 'plain'
}

export function postgresFrom(ground: AdapterGround): Adapter {
  const {
    host,
    port,
    database,
    certificateAuthorityFile,
    rotator,
    roles,
    hash = 'verifier'
  } = sectionOf(ground, 'postgres')
  const certificateAuthority = certificateAuthorityFile && readFileSync(certificateAuthorityFile, 'utf8')
  const password = privateFile(rotator.passwordFile, `the password of ${rotator.user}`)
  const options: Options = {
    server: { host, port, database, certificateAuthority },
    rotator: { user: rotator.user, password },
    roles: [roles[0] ?? '', roles[1] ?? ''],
    fleet: ground.fleet,
    hash
  }
  const bySql = postgresAdapter(options)
  return ground.settings.neon ? byNeon(bySql, { ...options, neon: ground.settings.neon }) : bySql
}

/**
 * POSTGRES_PASSWORD: `{"user","password"}` in one key. The role that is not in use gets a new password, so that both work
 * until the old one is shut; PostgreSQL keeps the epoch in the comment of the role and refuses who comes late.
 */
function postgresAdapter({ server, rotator, roles, fleet, hash }: Options): Adapter {
  const asRotator = <T>(run: Parameters<typeof connected<T>>[2]) => connected(server, rotator, run)
  const targetBeside = (user: string) => (user === roles[0] ? roles[1] : roles[0])

  async function change(turn: Turn, touched: string[], run: (client: Parameters<typeof letIn>[0]) => Promise<void>) {
    await asRotator((client) =>
      inTurn(client, { roles: [...roles, ...touched], epoch: turn.epoch }, () => run(client))
    ).catch((error: unknown) => {
      throw error instanceof StaleEpoch ? new FenceError() : error
    })
  }
  const open = (value: Secret, like: Secret, turn: Turn) => {
    const { user: name, password } = loginOf(value)
    const told = hash === 'plain' ? password.reveal() : scramVerifier(password)
    const role = { name, told, epoch: turn.epoch, like: loginOf(like).user }
    return change(turn, [name], (client) => letIn(client, role))
  }
  const shut = (value: Secret, turn: Turn) => {
    const { user: name } = loginOf(value)
    const role = { name, epoch: turn.epoch, ends: turn.compromised }
    return change(turn, [name], (client) => lockOut(client, role))
  }

  return {
    keepsOld: false,
    notes:
      hash === 'plain'
        ? ['The new password stands in a statement, which the provider may log (postgres.hash: plain).']
        : [],
    async problems(published) {
      if (!isLogin(published)) return ['postgres.json is no login: {"user":"…","password":"…"}']
      const { user } = loginOf(published)
      return asRotator(async (client) => {
        const steps = await missingRights(client, { current: user, target: targetBeside(user) })
        const sessions = await sessionsOf(client, targetBeside(user))
        const busy = sessions > 0 ? [`${targetBeside(user)} should be idle and has ${sessions} sessions.`] : []
        return [...steps.map((step) => `Run this once as an administrator: ${step};`), ...busy]
      })
    },
    async mint({ published }) {
      const target = targetBeside(loginOf(published).user)
      return { old: published, new: loginText(target, randomBytes(32).toString('base64url')) }
    },
    shown: (published) => published,
    showing: (_, value) => value,
    admit: (values, turn) => open(values.new, values.old, turn),
    withdraw: (values, turn) => shut(values.new, turn),
    revoke: (values, turn) => shut(values.old, turn),
    restore: (values, turn) => open(values.old, values.new, turn),
    accepted: (value) => takesLogin(server, loginOf(value)),
    adopted: (value) => fleet.all(value, isActive),
    used: (value) => asRotator(async (client) => ((await sessionsOf(client, loginOf(value).user)) > 0 ? 'yes' : 'no'))
  }
}
