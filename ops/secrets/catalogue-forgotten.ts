import type { CatalogueEntry } from './catalogue-entry.ts'

const byHand = { by: 'you', how: 'in the console of the provider, beside the one in use' } as const
const worker = [{ workload: 'worker', reload: 'reads the file' }] as const
const tool = [{ workload: 'this tool', reload: 'reads the file' }] as const

/** What the tool itself shows to a provider: kept on the operator's machine, sealed, never in the cluster. */
function ofTheTool(name: string, acceptor: string, asked: string): CatalogueEntry {
  return {
    name,
    object: { secret: 'the operator’s machine', keys: [] },
    source: 'sealed for the operators (age)',
    presenters: tool,
    acceptor,
    overlap: { by: 'a second one beside it', minutes: 10 },
    mint: byHand,
    probe: 'asks the provider who it is',
    disuse: 'nobody but this tool has it',
    revoke: { how: 'you delete the old one; the tool sees it refused', reversible: false },
    maxAgeDays: 180,
    impact: 'none',
    asked: [asked, 'Delete the old one when the tool says so.']
  }
}

/** Credentials that the runbook of old does not name, though the same people can lose them. */
export const forgottenSecrets: readonly CatalogueEntry[] = [
  {
    name: 'B2_APPLICATION_KEY',
    object: { secret: 'honeydue-secrets', keys: ['S3_SECRET_KEY'] },
    source: 'none',
    presenters: [...worker, { workload: 'api', reload: 'reads the file' }],
    acceptor: 'Backblaze B2',
    overlap: { by: 'several application keys', minutes: 30 },
    mint: byHand,
    probe: 'reads the bucket’s listing',
    disuse: 'every pod attests a file that it read or wrote since',
    revoke: { how: 'you delete the old application key; the tool sees it refused', reversible: false },
    maxAgeDays: 365,
    impact: 'none',
    asked: [
      'backblaze.com → Application Keys: create one for the bucket of honeyDue only, and paste its id and key.',
      'Later, at the same place: delete the one that the tool names.'
    ]
  },
  {
    name: 'APP_STORE_KEY',
    object: { secret: 'honeydue-secrets', keys: ['app-store.json'] },
    source: 'none',
    presenters: worker,
    acceptor: 'the App Store Server API',
    overlap: { by: 'several keys of one team', minutes: 60 },
    mint: byHand,
    probe: 'asks for a test notification',
    disuse: 'every pod attests an answer since',
    revoke: { how: 'you revoke the old key; the tool sees it refused', reversible: false },
    maxAgeDays: 365,
    impact: 'none',
    asked: [
      'appstoreconnect.apple.com → Users and Access → Integrations → In-App Purchase: create a key and download it.',
      'Later, at the same place: revoke the one that the tool names.'
    ]
  },
  {
    name: 'PLAY_SERVICE_ACCOUNT',
    object: { secret: 'honeydue-secrets', keys: ['play.json'] },
    source: 'none',
    presenters: worker,
    acceptor: 'the Google Play Developer API',
    overlap: { by: 'up to ten keys of one service account', minutes: 70 },
    mint: { by: 'this tool', how: 'a key pair made here, of which Google gets the public half' },
    probe: 'an access token',
    disuse: 'the last access token of the old key has run out',
    revoke: { how: 'the old key is disabled, then deleted', reversible: true },
    maxAgeDays: 365,
    impact: 'none',
    asked: []
  },
  {
    name: 'VAPID_KEY',
    object: { secret: 'honeydue-secrets', keys: ['vapid.json'] },
    source: 'none',
    presenters: worker,
    acceptor: 'the push services of browsers',
    overlap: { by: 'each subscription remembers its key', minutes: 90 * 24 * 60 },
    mint: { by: 'this tool', how: 'a P-256 key pair made here' },
    probe: 'a push to a subscription of the tool’s own',
    disuse: 'no subscription is left that was made with the old key',
    revoke: { how: 'the old key is dropped', reversible: true },
    maxAgeDays: 730,
    impact: 'browsers subscribe anew when they are opened',
    asked: []
  },
  ofTheTool('NEON_API_KEY', 'Neon', 'console.neon.tech → Account settings → API keys: create one and paste it.'),
  ofTheTool(
    'CLOUDFLARE_API_TOKEN',
    'Cloudflare',
    'dash.cloudflare.com → My Profile → API Tokens: create one that may edit SSL and certificates of this zone only, and paste it.'
  ),
  ofTheTool(
    'GITEA_ROBOT_PASSWORD',
    'Gitea',
    'Gitea, as the robot → Settings → Account: set the password that the tool shows.'
  ),
  ofTheTool(
    'GOOGLE_ADMIN_KEY',
    'Google',
    'console.cloud.google.com → IAM → Service accounts: create a key of the account that may manage keys, and name the file.'
  )
]
