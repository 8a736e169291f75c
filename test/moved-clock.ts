import { readFileSync } from 'node:fs'
import { env } from 'node:process'

/** Loaded before honeyDue: its clock is so many hours ahead as the file says that TEST_CLOCK names. */
const file = env['TEST_CLOCK'] ?? ''
const real = Temporal.Now.instant
Temporal.Now.instant = () => real().add({ hours: Number(readFileSync(file, 'utf8')) })
