import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countryOf } from './country.ts'
import { deviceOf } from './device.ts'

test('a device is named by its browser and its system, as far as it says them', () => {
  const cases: [string, string | null, string | null][] = [
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:135.0) Gecko/20100101 Firefox/135.0', 'Firefox', 'Windows'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1',
      'Safari',
      'iOS'
    ],
    ['curl/8.1', null, null],
    ['', null, null],
    ['\u0000'.repeat(300), null, null]
  ]
  for (const [userAgent, browser, system] of cases) assert.deepEqual(deviceOf(userAgent), { browser, system })
})

test('an address has the country it is registered in, or none', async () => {
  assert.equal(await countryOf('91.65.1.1'), 'DE')
  assert.equal(await countryOf('2001:4860:4860::8888'), 'US')
  for (const nowhere of ['127.0.0.1', '10.0.0.1', 'fe80::1', null]) assert.equal(await countryOf(nowhere), null)
})
