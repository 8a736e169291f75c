/** What the runbook of old had people do for one rotation, counted from its text. */
type Deed = 'at a provider' | 'edit a file' | 'type a command' | 'wait for a rollout' | 'tell people'

/** At the keyboard, as it takes somebody who does it once a year. An estimate: the runbook gives no times. */
const minutes: Readonly<Record<Deed, number>> = {
  'at a provider': 4,
  'edit a file': 2,
  'type a command': 1,
  'wait for a rollout': 3,
  'tell people': 5
}

const setUp: readonly Deed[] = ['edit a file', 'type a command']
const restart: readonly Deed[] = ['type a command', 'wait for a rollout']
/** 04-verify.sh and the annotation. */
const afterwards: readonly Deed[] = ['type a command', 'type a command']
const make: Deed = 'type a command'

const formerly: Readonly<Record<string, readonly Deed[]>> = {
  POSTGRES_PASSWORD: ['at a provider', ...setUp, ...restart, 'type a command', ...afterwards],
  SECRET_KEY: [make, ...setUp, ...restart, ...afterwards],
  EMAIL_HOST_PASSWORD: ['at a provider', ...setUp, ...restart, 'at a provider', ...afterwards],
  FCM_SERVER_KEY: ['at a provider', ...setUp, ...restart, ...afterwards],
  REDIS_PASSWORD: [make, ...setUp, ...restart, ...afterwards],
  OBS_INGEST_TOKEN: [make, ...setUp, ...restart, 'at a provider', ...afterwards],
  'apns_auth_key.p8': ['at a provider', 'at a provider', ...setUp, ...restart, 'edit a file', ...afterwards],
  'cloudflare-origin-cert': ['at a provider', 'edit a file', ...setUp, 'type a command', ...afterwards],
  'ghcr-credentials': ['at a provider', ...setUp, 'at a provider', ...afterwards],
  'admin-basic-auth': [make, ...setUp, 'tell people', ...afterwards]
}

export type Effort = { readonly steps: number; readonly minutes: number }

/** Undefined where the runbook did not know the secret. */
export function formerEffort(name: string): Effort | undefined {
  const deeds = formerly[name]
  return deeds && effortOf(deeds)
}

/** `rotate`, the name of the environment, `revoke --due` after the overlap; and what only a human can do. */
export function effortNow(asked: readonly string[]): Effort {
  const human = asked.map((): Deed => 'at a provider')
  return effortOf(['type a command', 'type a command', ...human])
}

function effortOf(deeds: readonly Deed[]): Effort {
  return { steps: deeds.length, minutes: deeds.reduce((sum, deed) => sum + minutes[deed], 0) }
}

/** The eighteen defects of that runbook, what is done instead, and the secret that this is about. */
export const defects: readonly (readonly [defect: string, instead: string, secret?: string])[] = [
  [
    '`kubectl apply` copied every value into an annotation',
    'each key is written by server-side apply; `secrets adopt` takes the copy away, `verify` looks for one'
  ],
  [
    '`kubectl apply --server-side` keeps writing that annotation once it is there',
    'it is taken away first, then the key is taken over'
  ],
  ['after a patch the annotation kept a stale value for ever', 'the same'],
  ['one date for a Secret of six credentials', 'a date for each key; the one on the Secret is that of its oldest key'],
  [
    'an older checkout rolled a rotation back to a revoked value',
    'one owner for each key; `apply` refuses what was replaced, by its fingerprint'
  ],
  ['the database password died at the moment it was changed', 'two login roles take turns'],
  [
    'a new SECRET_KEY signed everybody out',
    'a ring of keys, each with its name; the old one goes after the longest life of what it made'
  ],
  [
    'Redis and all its clients restarted at once, with the password in an argument and in a URL',
    'two password hashes in an ACL file, no restart; the product makes no URL',
    'REDIS_PASSWORD'
  ],
  ['Apple’s key was revoked before there was another one', 'revoking comes last, when no pod shows it'],
  [
    'FCM’s legacy server key, and nothing was ever revoked',
    'a key of a service account, made here and deleted at Google',
    'FCM_SERVER_KEY'
  ],
  ['the key and its id in two objects', 'both in one key of one Secret'],
  [
    'certificate and key in two files, the old one never revoked, a human looks at it',
    'one write of both, the served certificate is compared, the old one is revoked',
    'cloudflare-origin-cert'
  ],
  [
    'a bad registry token showed when the next pod started',
    'it is tried on every image that runs, before the old one goes',
    'ghcr-credentials'
  ],
  ['the old admin password died at once', 'two names of users side by side', 'admin-basic-auth'],
  ['revoking had no precondition', 'it needs evidence that nobody uses the old value; `revoke` shows it'],
  ['healthy meant that the rollout had ended', 'every pod attests the fingerprint of what it uses'],
  [
    'no lock, no journal, no way to go on; plaintext sources in four places',
    'a Lease with an epoch, a chained journal, any operator goes on; sources are sealed'
  ],
  ['some credentials were on no list', 'they are in the catalogue below, and `status` names what is in none']
]
