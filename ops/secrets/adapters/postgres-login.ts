import Type from 'typebox'
import { Check } from 'typebox/value'
import { Secret } from '#server/platform/secret.ts'
import type { Answer } from '../rotation.ts'
import { connected, type Login, type Server } from './postgres-queries.ts'

const LoginFile = Type.Object({ user: Type.String(), password: Type.String() })

/** As the product logs in. A server that does not answer has said nothing. */
export async function takesLogin(server: Server, login: Login): Promise<Answer> {
  try {
    await connected(server, login, async () => {})
    return 'yes'
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return code === '28P01' || code === '28000' ? 'no' : 'unknown' // invalid_password, invalid_authorization_specification
  }
}

export function isLogin(text: Secret): boolean {
  try {
    return Check(LoginFile, JSON.parse(text.reveal()))
  } catch {
    return false
  }
}

export function loginOf(text: Secret): Login {
  const found: unknown = JSON.parse(text.reveal())
  if (!Check(LoginFile, found)) throw new TypeError('a login is none') // `problems` has looked
  return { user: found.user, password: new Secret(found.password) }
}

export function loginText(user: string, password: string): Secret {
  return new Secret(JSON.stringify({ user, password }))
}
