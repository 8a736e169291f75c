import { accounts } from './de/accounts.ts'
import { common } from './de/common.ts'
import { errors } from './de/errors.ts'
import { homes } from './de/homes.ts'
import { people } from './de/people.ts'
import { settings } from './de/settings.ts'
import { today } from './de/today.ts'

export const de = { ...accounts, ...common, ...errors, ...homes, ...people, ...settings, ...today } as const
