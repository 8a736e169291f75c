import { passkeyAttacks } from './passkeys.ts'
import { providerAttacks } from './providers.ts'
import { requestAttacks } from './requests.ts'
import { takeovers } from './takeover.ts'
import { tenantAttacks } from './tenants.ts'
import type { Attack } from './attack.ts'

export const attacks: readonly Attack[] = [
  ...takeovers,
  ...passkeyAttacks,
  ...providerAttacks,
  ...tenantAttacks,
  ...requestAttacks
]
