import { accounts } from './de/accounts.ts'
import { board } from './de/board.ts'
import { calendar } from './de/calendar.ts'
import { common } from './de/common.ts'
import { errors } from './de/errors.ts'
import { factors } from './de/factors.ts'
import { homes } from './de/homes.ts'
import { people } from './de/people.ts'
import { providers } from './de/providers.ts'
import { schedule } from './de/schedule.ts'
import { privacy } from './de/privacy.ts'
import { security } from './de/security.ts'
import { settings } from './de/settings.ts'
import { tasks } from './de/tasks.ts'
import { today } from './de/today.ts'

export const de = {
  ...accounts,
  ...common,
  ...errors,
  ...factors,
  ...homes,
  ...people,
  ...privacy,
  ...providers,
  ...security,
  ...settings,
  ...today,
  ...board,
  ...calendar,
  ...schedule,
  ...tasks
} as const
