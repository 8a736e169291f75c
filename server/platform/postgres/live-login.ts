import pg from 'pg'
import type { Secret } from '../secret.ts'
import { loginOf } from '../secrets/secret-shapes.ts'
import type { WatchedSecret } from '../secrets/watched-secret.ts'
import type { LiveSource } from './renewable-pool.ts'
import { roles } from './roles.ts'

/** The files that say who logs in: user and password in one, or the password of the address's user. */
export type LoginSecrets = { readonly databaseLogin: WatchedSecret; readonly databasePassword: WatchedSecret }

/** The address with the login that the files hold now. A new login is in force once the server has let it in. */
export function liveLogin(url: string, { databaseLogin, databasePassword }: LoginSecrets): LiveSource {
  const renewals = new Set<() => void>()
  const adopt = async (candidate: string) => {
    await tryOut(candidate)
    current = candidate
    for (const renew of renewals) renew()
  }
  databaseLogin.whenOffered((login) => adopt(withLogin(url, login)))
  databasePassword.whenOffered(async (password) => {
    if (!databaseLogin.active) await adopt(withPassword(url, password))
  })
  const inForce = () => (databaseLogin.active ? databaseLogin : databasePassword)
  let current = loginUrl(url, { databaseLogin, databasePassword })
  return {
    get current() {
      return current
    },
    recover: async (refused, code) => refused !== current || (await inForce().recover(inForce().active, code)),
    used: () => inForce().used(),
    whenRenewed: (renew) => void renewals.add(renew)
  }
}

/** The address with the login that the files hold at this moment. */
export function loginUrl(url: string, { databaseLogin, databasePassword }: LoginSecrets): string {
  return databaseLogin.active ? withLogin(url, databaseLogin.active) : withPassword(url, databasePassword.active)
}

function withLogin(url: string, file: Secret): string {
  const login = loginOf(file.reveal())
  if (!login) throw new TypeError('not the file of a login') // its shape has been looked at
  const complete = new URL(url)
  complete.username = encodeURIComponent(login.user)
  complete.password = encodeURIComponent(login.password)
  return complete.href
}

export function withPassword(url: string, password: Secret | undefined): string {
  const complete = new URL(url)
  if (password) complete.password = encodeURIComponent(password.reveal())
  return complete.href
}

/** Logs in and takes each of the roles that the product works as; throws what the server says. */
async function tryOut(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, query_timeout: 5_000 })
  client.on('error', () => {}) // the query that it cuts short tells
  try {
    await client.connect()
    for (const role of [roles.app, roles.system]) await client.query(`set role ${role}`)
  } finally {
    await client.end()
  }
}
