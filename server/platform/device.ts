import bowser from 'bowser'

/** Names of a device's browser and system, as far as they can be told: `Firefox` and `Windows`. */
export type Device = { readonly browser: string | null; readonly system: string | null }

/** From a User-Agent header. Anybody can send any: good for telling devices apart, not for trusting one. */
export function deviceOf(userAgent: string): Device {
  if (userAgent === '') return { browser: null, system: null }
  const { browser, os } = bowser.parse(userAgent)
  return { browser: named(browser.name), system: named(os.name) }
}

function named(name: string | undefined): string | null {
  return name === undefined || name === '' ? null : name
}
