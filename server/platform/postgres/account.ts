import { readFile, stat } from 'node:fs/promises'
import { StartError } from '../start-error.ts'

/** Ids of the operating system that a program is started under. */
export type Account = { uid: number; gid: number }

/**
 * PostgreSQL refuses to run as root. When we are root, the account it runs under: the owner of the cluster that is there,
 * else `postgres`, else `nobody`. Undefined when we are an ordinary user: then it runs as we do.
 */
export async function serverAccount(cluster: string): Promise<Account | undefined> {
  if (process.geteuid?.() !== 0) return undefined
  const owner = await stat(cluster).catch(() => undefined)
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid }
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '')
  return accountNamed('postgres', passwd) ?? accountNamed('nobody', passwd) ?? refuseRoot()
}

function accountNamed(name: string, passwd: string): Account | undefined {
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find(([first]) => first === name)
  return fields && { uid: Number(fields[2]), gid: Number(fields[3]) }
}

function refuseRoot(): never {
  throw new StartError(
    'server_unusable',
    'PostgreSQL does not run as root, and there is neither a user postgres nor nobody',
    {
      hint: 'Start honeyDue as an ordinary user, or give it the URL of a PostgreSQL server in the configuration.'
    }
  )
}
