import { createPrivateKey } from 'node:crypto'
import Type from 'typebox'
import { Check } from 'typebox/value'
import { Strict, StrictPartial } from '#contract/route.ts'
import { isLocal } from './http/hosts.ts'
import { Secret } from './secret.ts'
import { keptOf, type FindSecret, type ProblemOf, type WatchedSecret } from './secrets/watched-secret.ts'
import { serviceAccountOf, type ServiceAccount } from './service-account.ts'

/** Only a test server on this machine, which may do without TLS. */
const StandIn = Type.Optional(Type.String({ pattern: '^http://(localhost|127\\.0\\.0\\.1):\\d{1,5}$' }))

/** The block `push` of config.yaml. */
export const PushFile = StrictPartial({
  apns: Strict({ topic: Type.String({ pattern: '^[A-Za-z0-9.-]{1,255}$' }), standIn: StandIn }),
  fcm: Strict({ standIn: StandIn })
})
export type PushFile = Type.Static<typeof PushFile>

/** How phones are told things; a platform that is left out gets none. */
export type PushConfig = {
  /** `topic`: the bundle id of the app. */
  readonly apns: { readonly topic: string; readonly standIn: string | undefined } | undefined
  readonly fcm: { readonly standIn: string | undefined } | undefined
}

/** What Apple gives out once, with what names it: together, so that they cannot be of two keys. */
export type ApnsKey = { readonly kid: string; readonly teamId: string; readonly p8: Secret }

export type PushSecrets = {
  /** Their files. */
  readonly files: readonly WatchedSecret[]
  /** As the files hold them now: the key that is used, and after it one that is used while Apple refuses the first. */
  readonly apnsKeys: readonly ApnsKey[]
  readonly fcmAccount: ServiceAccount | undefined
  /** The service has taken one of them. */
  used(key: ApnsKey | ServiceAccount): void
}

export const apnsKeyFile = 'APNS_KEY'
export const formerApnsKeyFile = 'APNS_KEY_PREVIOUS'
export const fcmAccountFile = 'FCM_SERVICE_ACCOUNT'
const deadKeyFile = 'FCM_SERVER_KEY'

export function pushOf({ apns, fcm }: PushFile = {}): PushConfig {
  return { apns: apns && { standIn: undefined, ...apns }, fcm: fcm && { standIn: undefined, ...fcm } }
}

/** What the schema cannot see. */
export function pushProblems({ apns, fcm }: PushConfig, publicUrl: string): string[] {
  const standsIn = (apns?.standIn ?? fcm?.standIn) !== undefined
  if (!standsIn || isLocal(new URL(publicUrl).hostname)) return []
  return ['push: standIn is for tests, with a publicUrl on this machine']
}

/** The keys of the configured services. */
export function pushSecrets({ apns, fcm }: PushConfig, found: FindSecret): PushSecrets {
  const apnsFiles = apns ? [found(apnsKeyFile, apnsProblem, apnsKeyHint), found(formerApnsKeyFile, apnsProblem)] : []
  const fcmFile = fcm && found(fcmAccountFile, fcmProblem, fcmAccountHint)
  found(deadKeyFile, () => deadKeyHint)
  const [keyOf, accountOf] = [keptOf(apnsKeyOf), keptOf(serviceAccountOf)]
  return {
    files: [...apnsFiles, ...(fcmFile ? [fcmFile] : [])],
    get apnsKeys() {
      return apnsFiles.map(keyOf).filter((each) => each !== undefined)
    },
    get fcmAccount() {
      return fcmFile && accountOf(fcmFile)
    },
    used(key) {
      if (fcmFile && accountOf(fcmFile) === key) fcmFile.used()
      for (const file of apnsFiles) if (keyOf(file) === key) file.used()
    }
  }
}

const apnsProblem: ProblemOf = (text) => (apnsKeyOf(text) ? undefined : apnsKeyHint)
const fcmProblem: ProblemOf = (text) => (serviceAccountOf(text) ? undefined : fcmAccountHint)

const apnsKeyHint =
  'must be {"kid":"…","teamId":"…","p8":"…"} with the text of Apple’s .p8 file, because push.apns is set'
const fcmAccountHint = 'must hold the JSON key of a service account, because push.fcm is set'
const deadKeyHint = `works nowhere since 2024: take it away, and put the key of a service account in ${fcmAccountFile}`

const ApnsKeyFile = Strict({
  kid: Type.String({ pattern: '^[A-Z0-9]{10}$' }),
  teamId: Type.String({ pattern: '^[A-Z0-9]{10}$' }),
  p8: Type.String()
})

/** Undefined when it is no such key. */
export function apnsKeyOf(text: string): ApnsKey | undefined {
  const file = parse(text)
  if (!Check(ApnsKeyFile, file) || !isKey(file.p8)) return undefined
  return { kid: file.kid, teamId: file.teamId, p8: new Secret(file.p8) }
}

function isKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyDetails?.namedCurve === 'prime256v1'
  } catch {
    return false
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
