import { accounts } from './en/accounts.ts'
import { board } from './en/board.ts'
import { calendar } from './en/calendar.ts'
import { common } from './en/common.ts'
import { errors } from './en/errors.ts'
import { factors } from './en/factors.ts'
import { homes } from './en/homes.ts'
import { people } from './en/people.ts'
import { providers } from './en/providers.ts'
import { schedule } from './en/schedule.ts'
import { privacy } from './en/privacy.ts'
import { security } from './en/security.ts'
import { settings } from './en/settings.ts'
import { tasks } from './en/tasks.ts'
import { today } from './en/today.ts'

/** The catalogue in its original language; every other one is checked against it. */
export const en = {
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
