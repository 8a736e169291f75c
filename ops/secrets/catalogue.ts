import type { CatalogueEntry, Reload } from './catalogue-entry.ts'
import { forgottenSecrets } from './catalogue-forgotten.ts'

const app = (reload: Reload) => [
  { workload: 'worker', reload },
  { workload: 'api', reload }
]

/** The ten secrets of the runbook. */
const secretsOfRunbook: readonly CatalogueEntry[] = [
  {
    name: 'POSTGRES_PASSWORD',
    object: { secret: 'honeydue-secrets', keys: ['postgres.json'] },
    source: 'deploy-k3s/secrets/postgres_password.txt',
    presenters: app('reads the file'),
    acceptor: 'PostgreSQL',
    overlap: { by: 'two login roles, of which one is in use', minutes: 10 },
    mint: { by: 'this tool', how: '32 random bytes; PostgreSQL gets only the SCRAM verifier' },
    probe: 'logs in as the role',
    disuse: 'no session of the old role in pg_stat_activity',
    revoke: { how: 'NOLOGIN and no password for the old role, which is the next one to be used', reversible: true },
    maxAgeDays: 365,
    impact: 'none',
    asked: []
  },
  {
    name: 'SECRET_KEY',
    object: { secret: 'honeydue-secrets', keys: ['SECRET_KEY'] },
    source: 'deploy-k3s/secrets/secret_key.txt',
    presenters: app('reads the file'),
    acceptor: 'every process of honeyDue',
    overlap: { by: 'a ring of keys, each with its name', minutes: 24 * 60 },
    mint: { by: 'this tool', how: '32 random bytes, added to the ring' },
    probe: 'every pod attests which keys it accepts',
    disuse: 'every pod attests the new key as the active one, and the overlap is longer than any token lives',
    revoke: { how: 'the ring without the old key; its escrow is kept', reversible: true },
    maxAgeDays: 365,
    impact: 'none: sessions need no key',
    asked: []
  },
  {
    name: 'EMAIL_HOST_PASSWORD',
    object: { secret: 'honeydue-secrets', keys: ['EMAIL_HOST_PASSWORD'] },
    source: 'deploy-k3s/secrets/email_host_password.txt',
    presenters: app('reads the file'),
    acceptor: 'Fastmail',
    overlap: { by: 'several app passwords', minutes: 30 },
    mint: { by: 'you', how: 'an app password for SMTP only' },
    probe: 'AUTH over SMTP, without a mail',
    disuse: 'every pod attests the new one, and that the server has taken it since',
    revoke: { how: 'you delete the old app password; the tool sees it refused', reversible: false },
    maxAgeDays: 365,
    impact: 'none',
    asked: [
      'Fastmail → Settings → Privacy & Security → Integrations: create an app password for SMTP only, under the name that the tool shows, and paste it.',
      'Later, at the same place: delete the one that the tool names.'
    ]
  },
  {
    name: 'FCM_SERVER_KEY',
    object: { secret: 'honeydue-secrets', keys: ['FCM_SERVICE_ACCOUNT'] },
    source: 'deploy-k3s/secrets/fcm_server_key.txt',
    presenters: app('reads the file'),
    acceptor: 'Google',
    overlap: { by: 'up to ten keys of one service account', minutes: 70 },
    mint: { by: 'this tool', how: 'a key pair made here, of which Google gets the public half' },
    probe: 'an access token, and a message with validate_only',
    disuse: 'every pod attests the new key, and the last access token of the old one has run out',
    revoke: { how: 'the old key is disabled, and deleted when it is seen refused', reversible: true },
    maxAgeDays: 365,
    impact: 'none',
    asked: []
  },
  {
    name: 'REDIS_PASSWORD',
    object: { secret: 'honeydue-secrets', keys: ['REDIS_PASSWORD'] },
    source: 'config.yaml: redis.password',
    presenters: app('reads the file'),
    acceptor: 'Redis',
    overlap: { by: 'two password hashes of one ACL user', minutes: 10 },
    mint: { by: 'this tool', how: '32 random bytes in hexadecimal; Redis gets only the hash' },
    probe: 'AUTH on a new connection',
    disuse:
      'every pod attests the new one, and no connection in CLIENT LIST that is older than it has said anything for a minute',
    revoke: { how: 'the ACL file without the old hash; connections that are older are ended', reversible: true },
    maxAgeDays: 365,
    impact: 'none',
    asked: []
  },
  {
    name: 'OBS_INGEST_TOKEN',
    object: { secret: 'honeydue-secrets', keys: ['OBS_INGEST_TOKEN'] },
    source: 'deploy/prod.env',
    presenters: app('reads the file'),
    acceptor: 'the ingest endpoint',
    overlap: { by: 'several tokens', minutes: 10 },
    mint: { by: 'this tool', how: '32 random bytes; the endpoint gets only the hash' },
    probe: 'one test event',
    disuse: 'the endpoint has not seen the old token since the change',
    revoke: { how: 'the endpoint drops the old token, and would take its hash again', reversible: true },
    maxAgeDays: 365,
    impact: 'none: what is sent is kept back meanwhile',
    asked: []
  },
  {
    name: 'apns_auth_key.p8',
    object: { secret: 'honeydue-apns-key', keys: ['APNS_KEY'] },
    source: 'deploy-k3s/secrets/apns_auth_key.p8; config.yaml: push.apns_key_id',
    presenters: app('reads the file'),
    acceptor: 'Apple',
    overlap: { by: 'two keys of one team', minutes: 60 },
    mint: { by: 'you', how: 'a key with APNs enabled, for the topic of the app' },
    probe: 'a push to a device that does not exist: BadDeviceToken means the key is good',
    disuse: 'every pod attests the new key, and the last provider token of the old one has run out',
    revoke: { how: 'you revoke the old key; the tool sees it refused', reversible: false },
    maxAgeDays: 365,
    impact: 'none',
    asked: [
      'developer.apple.com → Certificates, Identifiers & Profiles → Keys: create a key with APNs, for the topic of the app, and download it. Two keys at most: delete one that is unused first.',
      'Tell the tool where the file is and which Key ID it has.',
      'Later, at the same place: revoke the key that the tool names.'
    ]
  },
  {
    name: 'cloudflare-origin-cert',
    object: { secret: 'cloudflare-origin-cert', keys: ['tls.crt', 'tls.key'], type: 'kubernetes.io/tls' },
    source: 'deploy-k3s/secrets/cloudflare-origin.{crt,key}',
    presenters: [{ workload: 'traefik', reload: 'watches the Secret' }],
    acceptor: 'Cloudflare’s edge',
    overlap: { by: 'several certificates of one zone', minutes: 24 * 60 },
    mint: { by: 'this tool', how: 'a key made here and a request that Cloudflare signs' },
    probe: 'Cloudflare’s list of certificates, and the one that each Traefik serves',
    disuse: 'no Traefik serves the old certificate in any of three handshakes',
    revoke: { how: 'the old certificate is revoked at Cloudflare', reversible: false },
    maxAgeDays: 365,
    impact: 'none',
    asked: []
  },
  {
    name: 'ghcr-credentials',
    object: { secret: 'ghcr-credentials', keys: ['.dockerconfigjson'], type: 'kubernetes.io/dockerconfigjson' },
    source: 'config.yaml: registry.*',
    presenters: [{ workload: 'the kubelet of every node', reload: 'watches the Secret' }],
    acceptor: 'the registry (Gitea)',
    overlap: { by: 'several access tokens', minutes: 24 * 60 },
    mint: { by: 'the provider', how: 'an access token that may read packages' },
    probe: 'a token of the registry, and the manifest of every image that runs',
    disuse: 'no pod is on its way up, and the new token has read the manifest of every image that runs',
    revoke: { how: 'the old token is deleted', reversible: false },
    maxAgeDays: 365,
    impact: 'none',
    asked: [
      'Unless the tool has the robot’s password: Gitea, as the robot → Settings → Applications: create a token for read:package under the name that the tool shows, and paste it. Later, at the same place: delete the one that the tool names.'
    ]
  },
  {
    name: 'admin-basic-auth',
    object: { secret: 'admin-basic-auth', keys: ['users'] },
    source: 'config.yaml: admin.basic_auth_user, admin.basic_auth_password',
    presenters: [{ workload: 'whoever administers', reload: 'watches the Secret' }],
    acceptor: 'Traefik',
    overlap: { by: 'two names of users', minutes: 24 * 60 },
    mint: { by: 'this tool', how: '24 random bytes; Traefik gets only the bcrypt hash' },
    probe: 'the admin panel through the ingress, with and without it',
    disuse: 'Traefik’s access log has nobody let in by the old name since the hand-over, for a day at most',
    revoke: { how: 'the list without the old name', reversible: true },
    maxAgeDays: 365,
    impact: 'those who administer enter the new one',
    asked: [
      'Hand the new name and password to those who administer: the tool seals them for their age keys, and asks whether it is done.'
    ]
  }
]

/** The ten secrets of the runbook, and those that it forgot. */
export const catalogue: readonly CatalogueEntry[] = [...secretsOfRunbook, ...forgottenSecrets]

/** What `secrets rotate` carries out by itself; the others are done by hand. */
export const carriedOut: ReadonlySet<string> = new Set(secretsOfRunbook.map(({ name }) => name))
