/** Every file of the server and the operator’s tool that uses cryptography, and for what; document.test.ts finds those that are missing here. */
export const cryptoInventory: Readonly<Record<string, string>> = {
  'ops/secrets/adapters/apns.ts':
    'whether a downloaded key of Apple’s is one of P-256, and another than the one in use',
  'ops/secrets/adapters/fcm.ts': 'a key pair of RSA, 2048 bits, for the service account that sends',
  'ops/secrets/adapters/google-keys.ts': 'reads the names on certificates of Google’s',
  'ops/secrets/adapters/origin-pair.ts':
    'a key pair of P-256 and the request for its certificate (ECDSA with SHA-256); whether a certificate and a key go together',
  'ops/secrets/adapters/origin-certificate.ts': 'reads the certificate of whoever signs those for origins',
  'ops/secrets/adapters/cloudflare-certificates.ts': 'reads certificates of Cloudflare’s list',
  'ops/secrets/adapters/self-signed.ts': 'the certificate in which Google takes a public key (RSA with SHA-256)',
  'ops/secrets/adapters/ingest.ts': '256 random bits a token of the ingest',
  'ops/secrets/adapters/ingest-tokens.ts': 'SHA-256 of such a token: all that the ingest keeps',
  'ops/secrets/adapters/admin.ts': '192 random bits a password of who administers; bcrypt of it for Traefik (bcryptjs)',
  'ops/secrets/adapters/key-ring.ts': '256 random bits a key of the ring',
  'ops/secrets/adapters/postgres.ts': '256 random bits a password of PostgreSQL',
  'ops/secrets/adapters/redis.ts': '256 random bits a password of Redis',
  'ops/secrets/adapters/redis-acl.ts': 'SHA-256 of such a password, as ACL files have it',
  'ops/secrets/adapters/scram.ts': 'SCRAM-SHA-256 verifiers (RFC 5803), PBKDF2 with PostgreSQL’s own count of rounds',
  'ops/secrets/cluster-places.ts': '256 random bits: the salt of fingerprints',
  'ops/commands/recipients.ts': 'age: whether a text is a recipient, and which ones are one’s own',
  'ops/secrets/sources.ts':
    'whether a certificate and a private key go together; bcrypt of a password for Traefik (bcryptjs)',
  'ops/secrets/escrow.ts':
    'age (X25519, ChaCha20-Poly1305) for two recipients at least: values that a rotation has made',
  'ops/secrets/journal.ts': 'SHA-256 of the line before: the chain of the operators’ journal; no secret',
  'server/platform/fingerprint.ts': 'HMAC-SHA-256 under a salt of the cluster, cut to 50 bits: names of credentials',
  'server/platform/keyring.ts':
    'HKDF-SHA-256 (a key for each purpose), HMAC-SHA-256 (digests, signatures), AES-256-GCM with a random nonce (sealed columns), constant-time comparison',
  'server/platform/ids.ts': 'random bits of UUIDv7; ids are no secrets',
  'server/platform/etag.ts': 'SHA-256 of what an ETag stands for; no secret',
  'server/platform/postgres/migrate.ts': 'SHA-256 of migrations, so that a changed one is noticed',
  'server/platform/postgres/named-statements.ts': 'SHA-256 names of prepared statements; no secret',
  'server/platform/binary-fuse.ts': 'SHA-256 of the passwords that people choose most, for a compact filter',
  'server/commands/settings.ts': 'random SECRET_KEY of a new installation',
  'server/platform/audit-anchor.ts': 'Ed25519 signatures of the heads of the audit log',
  'server/platform/audit-origin.ts': 'a key for each person (AES-256-GCM), destroyed with the account',
  'server/platform/audit-verify.ts': 'SHA-256 chain of the audit log',
  'server/platform/secrets/secret-shapes.ts': 'the key that signs anchors',
  'server/platform/http/credentials.ts': 'constant-time comparison',
  'server/commands/audit.ts': 'the key that verifies anchors',
  'server/platform/push-config.ts': 'the keys for Apple’s push service, looked at before they are used',
  'server/platform/service-account.ts': 'the keys of Google’s service accounts, looked at before they are used',
  'server/gateways/apns/provider-tokens.ts':
    'ES256 token for Apple’s push service (jose), an hour long, sealed in the database; SHA-256 tells its keys apart',
  'server/platform/app-store-config.ts': 'the key for Apple’s App Store, looked at before it is used',
  'server/gateways/app-store/api-token.ts': 'ES256 token for the App Store Server API (jose), half an hour long',
  'server/gateways/app-store/signing-chain.ts':
    'whether who signs goes back to Apple’s root (X.509, P-384 with SHA-384); SHA-256 tells chains apart',
  'server/gateways/app-store/app-store.ts': 'reads the root that the App Store’s signatures go back to',
  'server/gateways/app-store/ocsp.ts':
    'what Apple says of its certificates (OCSP): ECDSA and RSA with SHA-256 or SHA-384; SHA-256 names whom it is about',
  'server/features/subscriptions/apple/check-signer.ts': 'reads certificates that Apple is asked about',
  'server/features/subscriptions/apple/receive-notification.ts':
    'SHA-256, cut to 128 bits, of what is not from the App Store, for the log; no secret',
  'server/gateways/app-store/verify-jws.ts': 'ES256 signatures of the App Store',
  'server/gateways/stripe/webhook-signature.ts':
    'HMAC-SHA-256 of Stripe’s webhooks under the secret of the endpoint, constant-time comparison',
  'server/gateways/google-play/play-push.ts': 'SHA-256 in place of tokens, for the log',
  'server/features/subscriptions/google/purchase-token.ts': 'SHA-256 of purchase tokens, by which they are found',
  'server/gateways/google-access/access-token.ts': 'RS256 assertion for an access token of Google (jose), an hour long',
  'server/gateways/identity-providers/apple.ts': 'ES256 client secret for Apple (jose), ten minutes long',
  'server/gateways/identity-providers/key-set.ts': 'the providers’ public keys (jose)',
  'server/gateways/identity-providers/openid-provider.ts': 'SHA-256 of PKCE and nonces',
  'server/gateways/identity-providers/signature.ts': 'verification of ID tokens (jose), algorithms pinned',
  'server/gateways/breached-passwords/breached-passwords.ts':
    'SHA-1, of which five digits go to the service that is configured; its API asks for it, and it protects nothing',
  'server/gateways/files/file-storage.ts': '122 random bits in the name of each file',
  'server/gateways/files/s3.ts':
    'SHA-256 of what is sent and HMAC-SHA-256 signatures of requests (aws4fetch, AWS Signature 4)',
  'server/gateways/mail/smtp.ts': 'SHA-256 Message-IDs, the same at each try; no secret',
  'server/features/accounts/device-token.ts': '256 random bits for a known device, SHA-256 at rest',
  'server/features/accounts/federation/flow.ts': 'random state, nonce and PKCE verifier',
  'server/features/accounts/factors/challenge.ts': '256-bit challenges, SHA-256 of what they are bound to',
  'server/features/accounts/factors/passkey-ceremony.ts': 'verification of passkeys (@simplewebauthn/server)',
  'server/features/subscriptions/ownership/account-token.ts': 'SHA-256 of a random token; a name, no secret',
  'server/features/subscriptions/intake/event-log.ts':
    'SHA-256 of what stores have sent; a random key for each month (AES-256-GCM) that seals it',
  'server/features/subscriptions/intake/verify-log.ts': 'SHA-256 of the rows of that log, computed anew',
  'server/features/accounts/factors/recovery-code.ts': 'random recovery codes, keyed digests at rest',
  'server/features/accounts/factors/totp.ts':
    'TOTP (otpauth): SHA-1 inside HMAC, as every authenticator app has it; 160 random bits, sealed',
  'server/features/accounts/passwords.ts': 'argon2id (@node-rs/argon2) of passwords',
  'server/features/accounts/session-token.ts': '256 random bits a token, SHA-256 at rest',
  'server/features/accounts/mailed-secrets.ts': '8-digit codes and 256-bit link tokens from the system’s generator',
  'server/features/devices/push-token.ts': 'SHA-256 to find a push token, AES-256-GCM to keep it',
  'server/features/exchange/feeds/feed-secret.ts': '256 random bits a calendar feed',
  'server/features/exchange/lists/import-list.ts': 'SHA-256 of what an entry of a list is known by; no secret',
  'server/features/files/finish-upload.ts': 'SHA-256 of a file for its ETag; no secret',
  'server/features/guests/guest-secret.ts': '256 random bits a guest link, keyed digest at rest',
  'server/features/reports/hash-list.ts': 'SHA-256 of the files of a proof pack, in the format of coreutils; no secret',
  'server/features/residences/share-code.ts': '50 random bits a share code'
}
