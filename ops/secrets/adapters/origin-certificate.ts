import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { OutboundError } from '#server/platform/outbound.ts'
import type { Secret } from '#server/platform/secret.ts'
import { privateFile } from '../../private-file.ts'
import type { Adapter, Turn } from '../adapter.ts'
import { HumanNeeded } from '../guide.ts'
import type { Answer } from '../rotation.ts'
import {
  leafOf,
  originCertificates,
  type OriginCertificate,
  type OriginCertificates
} from './cloudflare-certificates.ts'
import { sectionOf, type AdapterGround } from './ground.ts'
import { leafIn, nameOn, originRequest, pairOf, problemOf } from './origin-pair.ts'
import { ProviderError } from './provider.ts'
import { servedLeaves, type ServedLeaves } from './served-leaves.ts'

/** cloudflare-origin-cert: what each Traefik shows to Cloudflare’s edge, which trusts all that its own authority has signed. */
export function originCertificateFrom(ground: AdapterGround): Adapter {
  const settings = sectionOf(ground, 'cloudflare')
  const { hosts, zone, addresses, tokenFile, originAuthorityFile: file } = settings
  const certificates = originCertificates(settings, privateFile(tokenFile, 'the token of Cloudflare’s API'))
  const served = servedLeaves(addresses, nameIn(hosts))
  const authority = file === undefined ? undefined : new X509Certificate(readFileSync(file))
  const accepted = (value: Secret) => isListed(certificates, value)

  async function revoke(value: Secret, { keep }: Turn): Promise<void> {
    const found = (await certificates.list()).find((each) => isOf(value, each))
    if (!found) return
    await keep()
    await certificates.revoke(found)
  }

  const sweep = (turn: Turn) => revokeLost(certificates, hosts, turn)

  async function mint(turn: Turn) {
    await sweep(turn)
    const { key, request } = originRequest(hosts, `${nameFor(turn)}${turn.epoch}`)
    await turn.keep()
    const value = pairOf(await certificates.sign(request, hosts), key)
    const problem = problemOf(value, { hosts, authority, now: ground.now() })
    if (problem !== undefined) throw new HumanNeeded(`The certificate that Cloudflare has signed ${problem}.`)
    return { old: turn.published, new: value }
  }

  return {
    keepsOld: false,
    problems: (published) => problemsOf(certificates, served, published),
    mint,
    sweep,
    shown: (published) => published,
    showing: (_, value) => value,
    async admit() {
      throw new HumanNeeded(
        `Cloudflare does not list the new certificate in the zone ${zone}: --abort takes the rotation back.`
      )
    },
    withdraw: ({ new: value }, turn) => revoke(value, turn),
    revoke: ({ old: value }, turn) => revoke(value, turn),
    async restore() {
      throw new HumanNeeded(
        'Cloudflare has revoked the new certificate, and takes no revocation back: write a pair made by hand into the Secret.'
      )
    },
    accepted,
    adopted: (value) => answerOf(value, (leaf) => served.all(leaf)),
    used: (value) => answerOf(value, (leaf) => served.any(leaf))
  }
}

const nameFor = ({ rotation }: Turn) => `honeydue-${rotation}-`

/** One that a handshake can be for. */
function nameIn([host = '', ...others]: readonly string[]): string {
  return [host, ...others].find((each) => !each.startsWith('*')) ?? host.replace('*', 'www')
}

/** A pair that is none is shown by nobody. */
async function answerOf(value: Secret, ask: (fingerprint: string) => Promise<Answer>): Promise<Answer> {
  const leaf = leafIn(value)
  return leaf ? ask(leaf.fingerprint256) : 'no'
}

const isOf = (value: Secret, listed: OriginCertificate) =>
  leafIn(value)?.fingerprint256 === (leafOf(listed)?.fingerprint256 ?? 'none')

async function isListed(certificates: OriginCertificates, value: Secret): Promise<Answer> {
  try {
    return (await certificates.list()).some((each) => isOf(value, each)) ? 'yes' : 'no'
  } catch (error) {
    if (error instanceof ProviderError || error instanceof OutboundError) return 'unknown'
    throw error
  }
}

/**
 * Of an answer that is lost the key is lost too. What was asked for under this rotation’s name and is not in use goes;
 * of another that has the same hosts nobody can tell here who shows it.
 */
async function revokeLost(certificates: OriginCertificates, hosts: readonly string[], turn: Turn): Promise<void> {
  const wanted = [...hosts].toSorted().join()
  for (const each of await certificates.list()) {
    if (isOf(turn.published, each)) continue
    const name = nameOn(each.csr ?? '') ?? ''
    if (!name.startsWith(nameFor(turn))) {
      if (each.hostnames.toSorted().join() === wanted)
        turn.guide.tell(
          `Cloudflare lists ${each.id} for the same hosts, which is not in use here: revoke it if it is nobody’s.`
        )
      continue
    }
    // Of a later epoch than ours is somebody's who has taken our place.
    if (!(Number(name.slice(nameFor(turn).length)) <= turn.epoch)) continue
    await turn.keep()
    await certificates.revoke(each)
    turn.guide.tell(`The certificate ${each.id} was begun and its key lost: it is revoked.`)
  }
}

async function problemsOf(
  certificates: OriginCertificates,
  served: ServedLeaves,
  published: Secret
): Promise<string[]> {
  const leaf = leafIn(published)
  if (!leaf) return ['tls.crt and tls.key do not go together.']
  const { silent, other } = await served.others(leaf.fingerprint256)
  return [
    ...silent.map((address) => `${address} does not answer.`),
    ...other.map((address) => `${address} serves another certificate than the Secret holds.`),
    ...(await problemOfList(certificates))
  ]
}

async function problemOfList(certificates: OriginCertificates): Promise<string[]> {
  try {
    await certificates.list()
    return []
  } catch (error) {
    if (error instanceof ProviderError || error instanceof OutboundError) return [`${error.message}.`]
    throw error
  }
}
