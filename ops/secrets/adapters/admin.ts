import { randomBytes } from 'node:crypto'
import { hash } from 'bcryptjs'
import Type from 'typebox'
import { Check } from 'typebox/value'
import { Secret } from '#server/platform/secret.ts'
import { ClusterError, type Cluster } from '../../cluster/cluster.ts'
import type { OpsSettings } from '../../settings.ts'
import type { Adapter, Turn, Values } from '../adapter.ts'
import type { Escrow } from '../escrow.ts'
import { HumanNeeded, type Guide } from '../guide.ts'
import type { Answer } from '../rotation.ts'
import { keptSource } from '../source-escrow.ts'
import { ingress, seenIn } from './admin-probe.ts'
import { linesIn, sealedNameOf, sealedUserIn, textOf, userOf, usersIn } from './admin-users.ts'
import { sectionOf, type AdapterGround } from './ground.ts'

const secret = 'admin-basic-auth'
/** Traefik hashes at each request. */
const bcryptCost = 10
/** Whoever has not come by within that time has the new one, or asks for it. */
const quiet = { hours: 24 }

/**
 * admin-basic-auth: a name with its password, of which Traefik takes several. The value is the line that Traefik reads
 * (`name:hash`), so that the Secret shows which one it is; the password stands in escrow beside it, under the name.
 */
export function adminFrom(ground: AdapterGround): Adapter {
  const admin = sectionOf(ground, 'admin')
  const admins: Admins = { ground, admin, letsIn: ingress(admin), handed: handedOver(ground.cluster) }
  const accepted = (line: Secret) => acceptedBy(admins, line)
  return {
    keepsOld: false,
    problems: (published) => problemsOf(admins, published),
    mint: (turn) => minted(admins, turn),
    shown: (published) => linesIn(published)[0] ?? new Secret(''),
    showing: (published, line) => textOf([line, ...without(published, line)]),
    admit: ({ new: line }, turn) => turn.write(textOf([...without(turn.published, line), line])),
    handOver: (line, { guide }) => handOver(admins, line, guide),
    withdraw: ({ new: line }, turn) => turn.write(textOf(without(turn.published, line))),
    revoke: ({ old: line }, turn) => turn.write(textOf(without(turn.published, line))),
    restore: ({ old: line }, turn) => turn.write(textOf([...without(turn.published, line), line])),
    tidy: (line) => ground.escrow().remove(sealedNameOf(userOf(line))),
    accepted,
    async adopted(line) {
      const [last, text] = [await admins.handed.read(), (await ground.cluster.secret(secret))?.data.get('users')]
      // Whom somebody has taken off the list by hand nobody has any more.
      const isOther = last && last.user !== userOf(line) && text && usersIn(text).includes(last.user)
      return isOther ? 'no' : accepted(line)
    },
    used: (line) => usedIn(admins, line)
  }
}

type Admins = {
  readonly ground: AdapterGround
  readonly admin: NonNullable<OpsSettings['admin']>
  readonly letsIn: ReturnType<typeof ingress>
  readonly handed: ReturnType<typeof handedOver>
}

async function acceptedBy({ ground, letsIn }: Admins, line: Secret): Promise<Answer> {
  const user = userOf(line)
  const text = (await ground.cluster.secret(secret))?.data.get('users')
  if (!text) return 'unknown' // nobody is let in while there is none, which says nothing of this one
  const password = await passwordOf(ground.escrow(), user)
  if (password) return letsIn({ user, password })
  // It is forgotten only when it was seen refused.
  return usersIn(text).includes(user) ? 'unknown' : 'no'
}

async function usedIn({ ground: { cluster, now }, admin, handed }: Admins, line: Secret): Promise<Answer> {
  const last = await handed.read()
  const day = now().subtract(quiet)
  const since = last && Temporal.Instant.compare(last.at, day) > 0 ? Temporal.Instant.from(last.at) : day
  try {
    return await seenIn(cluster, admin, { user: userOf(line), since })
  } catch (error) {
    if (error instanceof ClusterError) return 'unknown'
    throw error
  }
}

async function problemsOf(admins: Admins, published: Secret): Promise<string[]> {
  const { ground, admin } = admins
  const lines = linesIn(published)
  const [line] = lines
  if (!line || lines.length > 1) return [`users holds ${lines.length} lines: leave the one in use.`]
  const user = userOf(line)
  if (!(await passwordOf(ground.escrow(), user)))
    return [`The password of ${user} is not in escrow: honeydue secrets adopt ${secret} puts it there.`]
  const answers = [await acceptedBy(admins, line), await usedIn(admins, line)]
  return [
    ...(answers[0] === 'yes' ? [] : [`${admin.url} does not answer 200 to ${user} and 401 to nobody.`]),
    ...(answers[1] === 'unknown' ? [`The log of ${admin.traefik.label} has no line of its access in JSON.`] : [])
  ]
}

async function minted({ ground, handed }: Admins, { published, epoch }: Turn): Promise<Values> {
  const [old = new Secret('')] = linesIn(published)
  const escrow = ground.escrow()
  const kept = usersIn(published)
  for (const user of (await escrow.list()).flatMap((name) => sealedUserIn(name) ?? [])) {
    const [, seen] = /^ops-\d{4}-(\d+)$/.exec(user) ?? []
    // Begun, and its answer lost. Of a later epoch than ours is somebody's who has taken our place.
    if (Number(seen) < epoch && !kept.includes(user)) await escrow.remove(sealedNameOf(user))
  }
  const { year, month } = ground.now().toZonedDateTimeISO('UTC')
  const named = `ops-${String(year % 100)}${String(month).padStart(2, '0')}-${epoch}`
  const user = kept.includes(named) ? `${named}b` : named
  const password = new Secret(randomBytes(24).toString('base64url'))
  await escrow.put(sealedNameOf(user), password)
  await handed.write(userOf(old), ground.now())
  return { old, new: new Secret(`${user}:${await hash(password.reveal(), bcryptCost)}`) }
}

async function handOver({ ground: { settings, now }, handed }: Admins, line: Secret, guide: Guide): Promise<void> {
  const user = userOf(line)
  if ((await handed.read())?.user === user) return
  const file = `${settings.escrow.folder}/${sealedNameOf(user)}.age`
  const text = `Give those who administer the name ${user}; its password is sealed for your age keys in ${file} (age --decrypt -i ${settings.escrow.identityFile} …). Type "done" when they use it.`
  const answer = await guide.ask({ id: 'handedOver', text })
  if (answer.reveal() !== 'done') throw new HumanNeeded(text)
  await handed.write(user, now())
}
function without(text: Secret, line: Secret): Secret[] {
  return linesIn(text).filter((each) => !each.equals(line))
}

/** As the tool has made it, or as `secrets apply` has taken it from the runbook's files. */
async function passwordOf(escrow: Escrow, user: string): Promise<Secret | undefined> {
  const made = await escrow.get(sealedNameOf(user))
  if (made) return made
  const source = await keptSource(escrow, secret)
  return source?.['user'] === user ? new Secret(source['password'] ?? '') : undefined
}

const HandedOver = Type.Object({ user: Type.String(), at: Type.String() })

/** Which name people have, and since when: for whoever goes on. Nothing secret. */
function handedOver(cluster: Cluster) {
  const place = 'honeydue-hand-over'
  return {
    async read() {
      const found: unknown = JSON.parse((await cluster.configMap(place))?.[secret] ?? 'null')
      return Check(HandedOver, found) ? found : undefined
    },
    async write(user: string, at: Temporal.Instant) {
      const data = { [secret]: JSON.stringify({ user, at: at.toString() }) }
      await cluster.applyConfigMap(place, { manager: `honeydue.${secret}`, data })
    }
  }
}
