import { createPrivateKey } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { resolve } from 'node:path'
import type { ApnsKey } from '#server/platform/push-config.ts'
import { Secret } from '#server/platform/secret.ts'
import type { Adapter, Turn } from '../adapter.ts'
import { hasServed, isActive } from '../fleet.ts'
import { askFor } from '../guide.ts'
import type { Answer } from '../rotation.ts'
import { appleProbe, tooMany } from './apns-probe.ts'
import { sectionOf, type AdapterGround } from './ground.ts'
import { guidedAdapter } from './guided.ts'

const where = 'developer.apple.com → Certificates, Identifiers & Profiles → Keys'

/** apns_auth_key.p8: two keys of one team, made and revoked by a human. */
export function apnsFrom(ground: AdapterGround): Adapter {
  const settings = sectionOf(ground, 'apns')
  const { fleet } = ground
  const apple = appleProbe(settings, ground.now)

  async function accepted(value: Secret): Promise<Answer> {
    const key = apple.keyIn(value)
    if (!key) return 'no'
    const reason = await apple.reasonOf(key)
    if (reason === undefined) return 'yes'
    // A clock that is wrong looks like a key that is.
    if (reason === 'InvalidProviderToken') return (await apple.takesAnother(key)) ? 'no' : 'unknown'
    // The product has just renewed its own token: then it knows.
    const vouched = reason === tooMany && (await fleet.any(value, isServing)) === 'yes'
    return vouched ? 'yes' : 'unknown'
  }

  async function ask({ guide, published }: Turn, name: string): Promise<Secret> {
    const former = apple.keyIn(published)
    const text = `${where}: create a key with APNs, named ${name}, for the topic ${settings.topic} if you are asked. Apple allows two: revoke one that is not in use first, never ${former?.kid}. Download it. Where is the file?`
    const file = await askFor(guide, { id: 'keyFile', text }, async (path) => fileProblem(path, former))
    const made = (kid: Secret) =>
      new Secret(JSON.stringify({ kid: kid.reveal(), teamId: former?.teamId, p8: p8In(file) }))
    const question = { id: 'keyId', text: 'Which Key ID does Apple show for it?' }
    const kid = await askFor(guide, question, async (given) => {
      if (!/^[A-Z0-9]{10}$/.test(given.reveal())) return 'A Key ID has ten capital letters and digits.'
      if (given.reveal() === former?.kid) return 'That is the Key ID of the key in use.'
      const answer = await accepted(made(given))
      if (answer === 'yes') return undefined
      apple.forget(made(given))
      if (answer === 'unknown') return 'Apple does not say whether it takes the key: try again later.'
      return `Apple refuses it: ${given.reveal()} is not the Key ID of this file, or APNs is not enabled for it.`
    })
    guide.tell('When it is published the file is not needed any more: delete it.')
    return made(kid)
  }

  return guidedAdapter({
    ask,
    label: ground.settings.environment,
    where,
    called: (value, name) => `the key ${apple.keyIn(value)?.kid}${name === undefined ? '' : ` (${name})`}`,
    async problems(published) {
      const key = apple.keyIn(published)
      if (!key) return ['APNS_KEY is no key: {"kid":"…","teamId":"…","p8":"…"}']
      const reason = await apple.reasonOf(key)
      return reason === undefined || harmless.has(reason) ? [] : [`Apple does not take notices just now: ${reason}.`]
    },
    accepted,
    adopted: (value) => fleet.all(value, isActive),
    used: (value) => fleet.any(value, isActive)
  })
}

/** They do not keep anybody from replacing the key. */
const harmless = new Set(['InvalidProviderToken', tooMany])

const isServing: typeof isActive = (said, fingerprint) => isActive(said, fingerprint) && hasServed(said)

function fileProblem(path: Secret, former: ApnsKey | undefined): string | undefined {
  const p8 = p8In(path)
  if (p8 === undefined) return `${path.reveal()} is no .p8 file of Apple’s that can be read (PKCS#8, P-256).`
  const isSame = former && createPrivateKey(former.p8.reveal()).equals(createPrivateKey(p8))
  return isSame ? 'That is the key in use: create another one.' : undefined
}

/** As Apple writes it: PKCS#8, P-256. */
function p8In(path: Secret): string | undefined {
  try {
    const text = readFileSync(resolve(path.reveal().replace(/^~(?=\/)/, homedir())), 'utf8').trim()
    const isPkcs8 = text.startsWith('-----BEGIN PRIVATE KEY-----')
    return isPkcs8 && createPrivateKey(text).asymmetricKeyDetails?.namedCurve === 'prime256v1' ? text : undefined
  } catch {
    return undefined
  }
}
