import assert from 'node:assert/strict'
import { test } from 'node:test'
import fastify from 'fastify'
import { mountWellKnown } from './http/well-known.ts'
import { readSecurityTxt, remarkOn, type SecurityTxt } from './security-txt.ts'

const publicUrl = 'https://home.example'
const now = Temporal.Instant.from('2026-03-10T12:00:00Z')
const canonical = `Canonical: ${publicUrl}/.well-known/security.txt`
const content = ['# Write to us', 'Contact: mailto:security@home.example', 'Expires: 2026-12-31T00:00:00Z', canonical]

/** Cleartext signed (RFC 9580 §7); whether the signature is right only who has the key's other half can tell. */
function signed(lines: readonly string[]): string {
  const signature = ['-----BEGIN PGP SIGNATURE-----', '', 'iHUEARYKAB0WIQ', '=abcd', '-----END PGP SIGNATURE-----', '']
  return ['-----BEGIN PGP SIGNED MESSAGE-----', 'Hash: SHA512', '', ...lines, ...signature].join('\n')
}

function accepted(text: string): SecurityTxt {
  const read = readSecurityTxt(text, { publicUrl, now })
  return 'problems' in read ? assert.fail(read.problems.join('; ')) : read
}

async function served(securityTxt: SecurityTxt | undefined, at = now) {
  const app = fastify()
  mountWellKnown(app, { publicUrl, securityContact: 'mailto:generated@home.example', securityTxt }, () => at)
  const response = await app.inject({ url: '/.well-known/security.txt' })
  await app.close()
  return response
}

test('an operator’s signed security.txt is served byte for byte, until it expires', async () => {
  const text = signed(content)
  const file = accepted(text)
  const response = await served(file)
  assert.equal(response.body, text)
  assert.match(String(response.headers['content-type']), /^text\/plain; charset=utf-8$/)
  assert.equal((await served(file, Temporal.Instant.from('2026-12-30T23:59:59Z'))).body, text)

  const late = await served(file, Temporal.Instant.from('2026-12-31T00:00:00Z'))
  assert.match(late.body, /^Contact: mailto:generated@home\.example$/m)
  assert.match((await served(undefined)).body, /^Contact: mailto:generated@home\.example$/m)
})

test('everything that RFC 9116 forbids is said at once', () => {
  const without = (name: string) => content.filter((line) => !line.startsWith(name))
  const wrong: [string, RegExp][] = [
    [without('Contact').join('\n'), /no Contact/],
    [[...content, 'Contact: security@home.example'].join('\n'), /no mailto:, https: or tel:/],
    [[...content, 'Contact: http://home.example/'].join('\n'), /no mailto:, https: or tel:/],
    [without('Expires').join('\n'), /not exactly one Expires/],
    [[...content, 'Expires: 2026-11-30T00:00:00Z'].join('\n'), /not exactly one Expires/],
    [[...without('Expires'), 'Expires: next year'].join('\n'), /not exactly one Expires/],
    [[...without('Expires'), 'Expires: 2027-03-10T12:00:00Z'].join('\n'), /a year or more/],
    [
      [...content, 'Preferred-Languages: en', 'Preferred-Languages: de'].join('\n'),
      /more than one Preferred-Languages/
    ],
    [[...content, 'write to us'].join('\n'), /no field/],
    [signed(without('Canonical')), /no Canonical/],
    [
      [...without('Canonical'), 'Canonical: https://elsewhere.example/.well-known/security.txt'].join('\n'),
      /no Canonical/
    ],
    [signed(content).replace('-----END PGP SIGNATURE-----', ''), /broken signature/],
    [`${content.join('\n')}\n#${'x'.repeat(40_000)}`, /longer than 32 kB/]
  ]
  for (const [text, says] of wrong) {
    const read = readSecurityTxt(text, { publicUrl, now })
    assert.ok('problems' in read, String(says))
    assert.match(read.problems.join('; '), says)
  }
  const many = readSecurityTxt('nonsense', { publicUrl, now })
  assert.ok('problems' in many && many.problems.length >= 3)
})

test('its operator is told a month before it expires, when it has, and that it is not signed', () => {
  const file = accepted(signed(content))
  assert.equal(remarkOn(file, now), undefined)
  assert.equal(remarkOn(file, Temporal.Instant.from('2026-12-21T00:00:00Z')), 'expires in 10 days')
  assert.match(remarkOn(file, Temporal.Instant.from('2027-01-01T00:00:00Z')) ?? '', /has expired/)
  assert.match(remarkOn(accepted(content.join('\n')), now) ?? '', /not signed/)
})
