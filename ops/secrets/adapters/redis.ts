import { randomBytes } from 'node:crypto'
import { Secret } from '#server/platform/secret.ts'
import { privateFile } from '../../private-file.ts'
import type { Adapter, Turn } from '../adapter.ts'
import { isActive, usedBy } from '../fleet.ts'
import { HumanNeeded } from '../guide.ts'
import type { Answer } from '../rotation.ts'
import { sectionOf, type AdapterGround } from './ground.ts'
import { aclFileIn, everyConnection, hashesOf, hashOf, type AclFile, type Mark } from './redis-acl.ts'
import { connectionsOf, endConnections, loadAcl, markNow, runOf, tryKilling, usersOf } from './redis-commands.ts'
import { RedisError, takesRedisLogin, withRedis, type RedisCommand } from './redis-connection.ts'

/** Whoever has said nothing for so long uses nothing. */
const quietSeconds = 60

/**
 * REDIS_PASSWORD: one user with two passwords while both are shown. Their hashes stand in the ACL file, which is a Secret: it is written
 * before Redis is told, so that one that starts anew at any moment takes both.
 */
export function redisFrom(ground: AdapterGround): Adapter {
  const { url, user, certificateAuthorityFile, rotator, acl } = sectionOf(ground, 'redis')
  const server = { url, certificateAuthorityFile }
  const login = { user: rotator.user, password: privateFile(rotator.passwordFile, `the password of ${rotator.user}`) }
  const asRotator = <T>(run: (command: RedisCommand) => Promise<T>) => withRedis(server, login, run)
  const file = aclFileIn(ground.cluster, { ...acl, user })
  const accepted = (value: Secret) => takesRedisLogin(server, { user, password: value })

  /** Exactly these are taken from then on. HumanNeeded when Redis does not come to it. */
  async function take(passwords: readonly Secret[], turn: Turn, mark?: Mark): Promise<void> {
    const hashes = passwords.map(hashOf)
    await file.write({ epoch: turn.epoch, hashes, mark })
    for (let times = 1; ; times += 1) {
      // Redis before 7.2 ends every connection at ACL LOAD, the one that asks for it too.
      const fault = await asRotator(loadAcl)
      const found = hashesOf(await asRotator(usersOf), user) ?? []
      if (isSame(found, hashes)) return
      await turn.keep()
      if (await turn.pause(times)) continue
      throw new HumanNeeded(
        `${fault ?? 'Redis loads another ACL file than'} the Secret ${acl.secret}: it must be mounted as a folder, without subPath, and "aclfile" name ${acl.key} in it. Then do the same again, or take it back with --abort.`
      )
    }
  }

  const open = ({ old, new: fresh }: { old: Secret; new: Secret }, turn: Turn) =>
    effect(async () => take([old, fresh], turn, await asRotator(markNow)))

  return {
    keepsOld: false,
    problems: (published) => problemsOf({ published, file, asRotator, user, rotator: rotator.user, acl }),
    mint: async ({ published }) => ({ old: published, new: new Secret(randomBytes(32).toString('hex')) }),
    shown: (published) => published,
    showing: (_, value) => value,
    admit: open,
    restore: open,
    withdraw: ({ old }, turn) => effect(() => take([old], turn)),
    revoke: ({ new: fresh }, turn) =>
      effect(async () => take([fresh], turn, turn.compromised ? everyConnection : (await file.read())?.mark)),
    /** Taking a password away ends no connection that came in with it; the product comes again with the one that is published. */
    tidy: () =>
      effect(async () => {
        const mark = (await file.read())?.mark
        if (mark) await asRotator((command) => endConnections(command, user, mark))
      }),
    accepted,
    adopted: (value) => ground.fleet.all(value, isActive),
    async used(value) {
      const shown = await usedBy(ground.fleet, value)
      return shown === 'no' ? speaks(value, { file, asRotator, user }) : shown
    }
  }
}

async function effect(run: () => Promise<void>): Promise<void> {
  await run().catch((error: unknown) => {
    throw error instanceof RedisError ? new HumanNeeded(`${error.message}; the same command goes on later.`) : error
  })
}

type Place = {
  readonly file: AclFile
  readonly asRotator: <T>(run: (command: RedisCommand) => Promise<T>) => Promise<T>
  readonly user: string
}

/** Whether a connection says anything that was opened before there was another password than this. */
async function speaks(value: Secret, { file, asRotator, user }: Place): Promise<Answer> {
  const found = await file.read()
  const hashes = hashesOf(found?.text.split('\n') ?? [], user) ?? []
  const mark = found?.mark
  if (!mark || hashes.length < 2 || hashes[0] !== hashOf(value)) return 'no'
  try {
    return await asRotator(async (command) => {
      if ((await runOf(command)) !== mark.run) return 'no'
      const all = await connectionsOf(command, user)
      return all.some(({ id, idleSeconds }) => id <= mark.connection && idleSeconds < quietSeconds) ? 'yes' : 'no'
    })
  } catch (error) {
    if (error instanceof RedisError) return 'unknown'
    throw error
  }
}

type Asked = Place & {
  readonly published: Secret
  readonly rotator: string
  readonly acl: { readonly secret: string; readonly key: string }
}

async function problemsOf({ published, file, asRotator, user, rotator, acl }: Asked): Promise<string[]> {
  const inFile = hashesOf((await file.read())?.text.split('\n') ?? [], user)
  if (!inFile) return [preparation({ user, rotator, acl })]
  if (!isSame(inFile, [hashOf(published)]))
    return [
      `In ${acl.key} of the Secret ${acl.secret} ${user} has other passwords than the one that is published: leave only that one there.`
    ]
  try {
    return await asRotator(async (command) => {
      const users = await usersOf(command)
      await runOf(command)
      await connectionsOf(command, user)
      await tryKilling(command)
      const everybody = users.some((line) => /^user default on\b/.test(line))
      return [
        ...(everybody ? ['Redis lets everybody in: put "user default off" into the ACL file.'] : []),
        ...(isSame(hashesOf(users, user) ?? [], inFile)
          ? []
          : [`Redis has other passwords for ${user} than the Secret ${acl.secret}: ACL LOAD as ${rotator}.`])
      ]
    })
  } catch (error) {
    if (!(error instanceof RedisError)) throw error
    const mend = error.code === 'NOPERM' || error.code === 'WRONGPASS' ? ` ${preparation({ user, rotator, acl })}` : ''
    return [`${error.message}.${mend}`]
  }
}

/** What is done once, by hand. */
function preparation({ user, rotator, acl }: Pick<Asked, 'user' | 'rotator' | 'acl'>): string {
  return `Once: start Redis without requirepass and with "aclfile" at ${acl.key} of the Secret ${acl.secret}, mounted as a folder, which holds (a hash is: printf %s "$PASSWORD" | sha256sum)
    user default off
    user ${user} on #<hash of REDIS_PASSWORD> ~hd:* +eval +time +get +set +del +hello +client
    user ${rotator} on #<hash of its own> resetkeys -@all ${rotatorRights}
  kubectl create secret generic ${acl.secret} --from-file=${acl.key}`
}

const rotatorRights = '+acl|load +acl|list +client|list +client|kill +info +ping'

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((each) => others.includes(each))
}
