import { generateKeyPair } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { AccountRefused } from '#server/gateways/google-access/access-token.ts'
import { fcm } from '#server/gateways/fcm/fcm.ts'
import { OutboundError } from '#server/platform/outbound.ts'
import { serviceAccountOf, type ServiceAccount } from '#server/platform/service-account.ts'
import { Secret } from '#server/platform/secret.ts'
import { OpsError } from '../../exit-codes.ts'
import { privateFile } from '../../private-file.ts'
import type { OpsSettings } from '../../settings.ts'
import type { Adapter, Turn, Values } from '../adapter.ts'
import { isActive } from '../fleet.ts'
import { HumanNeeded } from '../guide.ts'
import type { Answer } from '../rotation.ts'
import { googleKeys, idOf, mostKeys, type GoogleKeys } from './google-keys.ts'
import { sectionOf, type AdapterGround } from './ground.ts'
import { ProviderError } from './provider.ts'
import { selfSigned } from './self-signed.ts'

/**
 * FCM_SERVER_KEY: a key of the service account that sends. The pair is made here and Google gets a certificate of it, named by
 * rotation and epoch: a key whose private half was lost before it was in escrow is found by that name, and goes.
 */
export function fcmFrom(ground: AdapterGround): Adapter {
  const settings = sectionOf(ground, 'google')
  const { fleet, now } = ground
  const admin = adminIn(settings)
  const keysOf = ({ email }: ServiceAccount) => googleKeys(email, { settings, admin, now })
  const accepted = (value: Secret) => takesKey(value, { settings, now, keysOf })

  /** Does nothing with a key that is not there any more. */
  async function change(value: Secret, how: 'disable' | 'delete'): Promise<void> {
    const account = accountIn(value)
    const keys = keysOf(account)
    if ((await keys.list()).some((key) => idOf(key) === account.keyId)) await keys.change(account.keyId, how)
  }

  async function enable(value: Secret): Promise<void> {
    const account = accountIn(value)
    const found = (await keysOf(account).list()).find((key) => idOf(key) === account.keyId)
    if (!found) throw new HumanNeeded(`Google has no key ${account.keyId} any more: --abort takes the rotation back.`)
    if (found.disabled) await keysOf(account).change(account.keyId, 'enable')
  }

  return {
    keepsOld: false,
    problems: (published) => problemsWith(published, keysOf),
    mint: ({ published, ...turn }) => mint(published, { ...turn, ...ground, keys: keysOf(accountIn(published)) }),
    sweep: ({ published, ...turn }) => deleteLost(keysOf(accountIn(published)), turn),
    shown: (published) => published,
    showing: (_, value) => value,
    admit: (values) => enable(values.new),
    withdraw: (values) => change(values.new, 'disable'),
    revoke: (values) => change(values.old, 'disable'),
    restore: (values) => enable(values.old),
    tidy: (gone) => change(gone, 'delete'),
    accepted,
    adopted: (value) => fleet.all(value, isActive),
    used: (value) => fleet.any(value, isActive)
  }
}

type Minting = Pick<Turn, 'rotation' | 'epoch' | 'guide'> &
  Pick<AdapterGround, 'settings' | 'now'> & { readonly keys: GoogleKeys }

async function deleteLost(
  keys: GoogleKeys,
  { rotation, epoch, guide }: Pick<Turn, 'rotation' | 'epoch' | 'guide'>
): Promise<void> {
  for (const key of await keys.list()) {
    const [, seen] = new RegExp(`^${rotation}-(\\d+)$`).exec((await keys.nameOn(key)) ?? '') ?? []
    // Of a later epoch than ours is somebody's who has taken our place.
    if (seen === undefined || Number(seen) > epoch) continue
    await keys.change(idOf(key), 'delete')
    guide.tell(`The key ${idOf(key)} was begun and never kept: it is deleted.`)
  }
}

async function mint(published: Secret, { settings, now, keys, ...turn }: Minting): Promise<Values> {
  await deleteLost(keys, turn)
  const { rotation, epoch } = turn
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  const subject = { name: `${rotation}-${epoch}`, organization: `honeyDue ${settings.environment}` }
  const made = await keys.upload(selfSigned(privateKey, subject, now()))
  const account = {
    ...(JSON.parse(published.reveal()) as object), // `problems` has looked
    private_key_id: idOf(made),
    private_key: privateKey.export({ type: 'pkcs8', format: 'pem' })
  }
  return { old: published, new: new Secret(JSON.stringify(account)) }
}

type Probe = {
  readonly settings: NonNullable<OpsSettings['google']>
  readonly now: () => Temporal.Instant
  readonly keysOf: (account: ServiceAccount) => GoogleKeys
}

const silent = { debug() {}, info() {}, warn() {}, error() {} }

/** An access token, and a message that is only looked at. */
async function takesKey(value: Secret, { settings, now, keysOf }: Probe): Promise<Answer> {
  const account = serviceAccountOf(value.reveal())
  if (!account) return 'no'
  const { url: standIn, certificateAuthorityFile: file } = settings
  const certificateAuthority = file && readFileSync(file, 'utf8')
  const reason = await fcm({ standIn, certificateAuthority, account: () => account, now, log: silent }).check()
  if (reason === undefined) return 'yes'
  if (reason !== 'invalid_grant') return 'unknown'
  // A clock that is wrong looks like a key that is: then the administrator's is refused as well.
  return (await keysOf(account)
    .admits()
    .catch(() => false))
    ? 'no'
    : 'unknown'
}

async function problemsWith(published: Secret, keysOf: Probe['keysOf']): Promise<string[]> {
  const account = serviceAccountOf(published.reveal())
  if (!account && !published.reveal().startsWith('{'))
    return [
      'FCM_SERVICE_ACCOUNT holds a server key of former years, which works nowhere since 2024: put the JSON key of a service account in its place first.'
    ]
  if (!account) return ['FCM_SERVICE_ACCOUNT is not the JSON key of a service account.']
  try {
    const keys = await keysOf(account).list()
    const isFull = keys.length >= mostKeys
    return isFull
      ? [`${account.email} has ${mostKeys} keys, as many as Google allows: delete one that is not in use.`]
      : []
  } catch (error) {
    if (error instanceof AccountRefused) return ['Google refuses the key in google.adminKeyFile: is the clock right?']
    if (error instanceof ProviderError || error instanceof OutboundError) return [`${error.message}.`]
    throw error
  }
}

function accountIn(text: Secret): ServiceAccount {
  const account = serviceAccountOf(text.reveal())
  if (!account) throw new TypeError('an account is none') // `problems` has looked
  return account
}

function adminIn({ adminKeyFile }: Probe['settings']): ServiceAccount {
  const admin = serviceAccountOf(privateFile(adminKeyFile, 'the JSON key of an account that may manage keys').reveal())
  if (!admin) throw new OpsError('a check failed', `${adminKeyFile} is not the JSON key of a service account.`)
  return admin
}
