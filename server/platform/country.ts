import { fileURLToPath } from 'node:url'
import { open, type Reader, type Response } from 'maxmind'

const table = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb'
let reader: Promise<Reader<Response>> | undefined

/** ISO 3166-1 code of the country an address is registered in: a table on our disk, nobody is asked. Null: unknown. */
export async function countryOf(ip: string | null): Promise<string | null> {
  if (ip === null) return null
  reader ??= open(fileURLToPath(import.meta.resolve(table)))
  const place = (await reader).get(ip) as { country_code?: string } | null // what the rows of this table are
  const code = place?.country_code
  return code !== undefined && /^[A-Z]{2}$/.test(code) ? code : null
}
