import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import Type from 'typebox'
import { Check } from 'typebox/value'
import { Secret } from '#server/platform/secret.ts'
import { privateFile } from '../../private-file.ts'
import type { Adapter, Turn } from '../adapter.ts'
import { FenceError } from '../engine.ts'
import { isActive, type Fleet } from '../fleet.ts'
import type { Answer } from '../rotation.ts'
import { sectionOf, type AdapterGround } from './ground.ts'
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

const LoginFile = Type.Object({ user: Type.String(), password: Type.String() })

type Options = {
  readonly server: Server
  /** A role with CREATEROLE that only this tool uses. */
  readonly rotator: Login
  /** The two login roles that take turns. */
  readonly roles: readonly [string, string]
  readonly fleet: Fleet
}

export function postgresFrom(ground: AdapterGround): Adapter {
  const { host, port, database, certificateAuthorityFile, rotator, roles } = sectionOf(ground, 'postgres')
  const certificateAuthority = certificateAuthorityFile && readFileSync(certificateAuthorityFile, 'utf8')
  const password = privateFile(rotator.passwordFile, `the password of ${rotator.user}`)
  return postgresAdapter({
    server: { host, port, database, certificateAuthority },
    rotator: { user: rotator.user, password },
    roles: [roles[0] ?? '', roles[1] ?? ''],
    fleet: ground.fleet
  })
}

/**
 * POSTGRES_PASSWORD: `{"user","password"}` in one key. The role that is not in use gets a new password, so that both work
 * until the old one is shut; PostgreSQL keeps the epoch in the comment of the role and refuses who comes late.
 */
function postgresAdapter({ server, rotator, roles, fleet }: Options): Adapter {
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
    const role = { name, verifier: scramVerifier(password), epoch: turn.epoch, like: loginOf(like).user }
    return change(turn, [name], (client) => letIn(client, role))
  }
  const shut = (value: Secret, turn: Turn) => {
    const { user: name } = loginOf(value)
    const role = { name, epoch: turn.epoch, ends: turn.compromised }
    return change(turn, [name], (client) => lockOut(client, role))
  }

  return {
    keepsOld: false,
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

/** As the product logs in. A server that does not answer has said nothing. */
async function takesLogin(server: Server, login: Login): Promise<Answer> {
  try {
    await connected(server, login, async () => {})
    return 'yes'
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return code === '28P01' || code === '28000' ? 'no' : 'unknown' // invalid_password, invalid_authorization_specification
  }
}

function isLogin(text: Secret): boolean {
  try {
    return Check(LoginFile, JSON.parse(text.reveal()))
  } catch {
    return false
  }
}

function loginOf(text: Secret): Login {
  const found: unknown = JSON.parse(text.reveal())
  if (!Check(LoginFile, found)) throw new TypeError('a login is none') // `problems` has looked
  return { user: found.user, password: new Secret(found.password) }
}

function loginText(user: string, password: string): Secret {
  return new Secret(JSON.stringify({ user, password }))
}
