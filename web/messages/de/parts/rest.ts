import { assets } from '../assets.ts'
import { calendar } from '../calendar.ts'
import { contractors } from '../contractors.ts'
import { events } from '../events.ts'
import { feeds } from '../feeds.ts'
import { factors } from '../factors.ts'
import { forecast } from '../forecast.ts'
import { guests } from '../guests.ts'
import { homes } from '../homes.ts'
import { ideas } from '../ideas.ts'
import { papers } from '../papers.ts'
import { lists } from '../lists.ts'
import { people } from '../people.ts'
import { photos } from '../photos.ts'
import { privacy } from '../privacy.ts'
import { reports } from '../reports.ts'
import { schedule } from '../schedule.ts'
import { security } from '../security.ts'
import { settings } from '../settings.ts'
import { tasks } from '../tasks.ts'
import { waitingPage } from '../waiting-page.ts'

export const rest = {
  ...assets,
  ...calendar,
  ...contractors,
  ...events,
  ...factors,
  ...feeds,
  ...forecast,
  ...guests,
  ...homes,
  ...ideas,
  ...papers,
  ...lists,
  ...people,
  ...photos,
  ...privacy,
  ...reports,
  ...schedule,
  ...security,
  ...settings,
  ...tasks,
  ...waitingPage
} as const
