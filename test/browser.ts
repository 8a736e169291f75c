import { existsSync } from 'node:fs'

/** Where the systems that we know keep Chromium or Chrome; without its windows it needs a quarter less of the processors. */
const places = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
]

/** The browser of the end-to-end tests; undefined where none is installed. */
export function browserPath(): string | undefined {
  return places.find((path) => existsSync(path))
}
