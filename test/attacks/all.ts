import { requestAttacks } from './requests.ts'
import { takeovers } from './takeover.ts'
import { tenantAttacks } from './tenants.ts'
import type { Attack } from './attack.ts'

export const attacks: readonly Attack[] = [...takeovers, ...tenantAttacks, ...requestAttacks]
