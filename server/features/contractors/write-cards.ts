import ICAL from 'ical.js'
import type { Contractor } from '#contract/contractors.ts'

/** vCard 4.0 (RFC 6350), one card after the other. */
export function writeCards(contractors: readonly Contractor[]): Buffer {
  return Buffer.from(contractors.map((contractor) => `${cardOf(contractor)}\r\n`).join(''))
}

function cardOf(contractor: Contractor): string {
  const { id, name, company, phone, email, site, notes, specialties, updatedAt } = contractor
  const given = [
    ['org', 'text', company === null ? null : [company]],
    ['tel', 'text', phone],
    ['email', 'text', email],
    // ical.js would escape a comma, which an address has none of to escape
    ['url', 'uri', site?.replaceAll(',', '%2C') ?? null],
    ['note', 'text', notes]
  ].flatMap(([property, type, value]) => (value === null ? [] : [[property, {}, type, value]]))
  const trades = specialties.length === 0 ? [] : [['categories', {}, 'text', ...specialties]]
  return ICAL.stringify([
    'vcard',
    [
      ['version', {}, 'text', '4.0'],
      ['prodid', {}, 'text', '-//honeyDue//EN'],
      ['uid', {}, 'uri', `urn:uuid:${id}`],
      ['rev', {}, 'timestamp', updatedAt.replace(/\.\d+/, '')],
      ['fn', {}, 'text', name],
      ...given,
      ...trades
    ],
    []
  ])
}
