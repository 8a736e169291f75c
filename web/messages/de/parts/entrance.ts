import { accounts } from '../accounts.ts'
import { providers } from '../providers.ts'

export const entrance = { ...accounts, ...providers } as const
