import { Secret } from '#server/platform/secret.ts'

/** Lines of `users` as Traefik reads them, `name:hash`; the one that people are to show stands first. */
export function linesIn(text: Secret): Secret[] {
  return text
    .reveal()
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => new Secret(line))
}

export function textOf(lines: readonly Secret[]): Secret {
  return new Secret(lines.map((line) => `${line.reveal()}\n`).join(''))
}

export function userOf(line: Secret): string {
  return line.reveal().split(':')[0] ?? ''
}

export const usersIn = (text: Secret): string[] => linesIn(text).map(userOf)

const prefix = 'admin-basic-auth.'

/** Under what name the password of one is sealed, for the tool and for those who administer. */
export const sealedNameOf = (user: string): string => `${prefix}${user}`

export const sealedUserIn = (name: string): string | undefined =>
  name.startsWith(prefix) ? name.slice(prefix.length) : undefined
