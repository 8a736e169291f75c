import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { browserPath } from './browser.ts'
import { hasLibical } from './libical.ts'

/** `node test/provide.ts`: fetches what the tests need beyond npm's packages, or says exactly what is missing. */

const hasBrowser = () => browserPath() !== undefined
if (!hasBrowser() && mayInstall()) install('chromium-headless-shell') // Ubuntu has none: then the whole browser
provide({ what: 'Chromium', name: 'chromium', isThere: hasBrowser })
provide({ what: 'libical', name: 'gir1.2-ical-3.0 python3-gi', isThere: hasLibical })
provide({ what: 'Redis', name: 'redis-server', isThere: () => spawnSync('redis-server', ['--version']).status === 0 })

function provide({ what, name, isThere }: { what: string; name: string; isThere: () => boolean }): void {
  if (!isThere() && mayInstall()) install(name)
  if (isThere()) return
  console.error(
    `The tests need ${what}, and this account may not install it.\n` +
      `On Debian or Ubuntu: sudo apt-get update && sudo apt-get install -y ${name}\n` +
      `Elsewhere: install ${what}. Then repeat npm test.`
  )
  process.exit(1)
}

function mayInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

function install(name: string): void {
  console.log(`Installing Debian's ${name} for the tests`)
  aptGet('update')
  aptGet('install', '--yes', '--no-install-recommends', ...name.split(' '))
}

function aptGet(...args: string[]): void {
  const { status, stderr } = spawnSync('apt-get', ['--quiet', '--quiet', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe']
  })
  if (status !== 0) console.error(`apt-get ${args.join(' ')} failed:\n${stderr}`)
}
