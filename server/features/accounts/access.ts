/** What other features may use of accounts. */
export { authenticate } from './authenticate.ts'
export { consumeCredential, saveCredential } from './credential-queries.ts'
export { endOtherSessions } from './end-other-sessions.ts'
export { eraseAccount } from './erase-queries.ts'
export { mailName } from './mail-name.ts'
export { mintLinkToken } from './mailed-secrets.ts'
export { me } from './queries.ts'
export type { Reader } from './rules.ts'
