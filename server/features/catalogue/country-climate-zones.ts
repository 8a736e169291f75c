/**
 * Climate zones in the manner of the IECC for the rest of the world, by country: that of most of its people. A rule of thumb of our
 * own; see docs/decisions/0019-catalogue.md.
 */
const byZone: Readonly<Record<string, string>> = {
  '0A': 'BD BJ BN CI GH ID KH LK MM MV MY NG PH PG PW SG TG TH TL VN',
  '0B': 'AE BH DJ KW OM QA SA SD TD YE',
  '1A':
    'AG AI AO AS AW BB BQ BS BZ CD CF CG CM CO CR CU CW DM DO FJ FM GA GD GF GM GN GP GQ GT GU GW GY HN HT IN JM KI KM KN KY LA LC LR ' +
    'MF MG MH MP MQ MS MU MZ NC NI NR PA PF PR RE SB SC SL SR ST SV SX TC TO TT TV TZ UG VC VG VI VU WS YT',
  '1B': 'BF ER ML MR NE SN SO',
  '2A': 'BM BR HK MO PY TW',
  '2B': 'BO BW CV DZ EG IL IQ LY MX NA PK PS',
  '3A': 'AR BT CY GI GR KR LB MT NP SZ UY',
  '3B': 'AF AM AZ ET IR JO KE LS MA MW PE RW SY TJ TM TN UZ ZM ZW BI',
  '3C': 'AU CL EC NZ PT ZA',
  '4A': 'AD AL BE BG CN ES FR GB GG HR HU IM IT JE JP ME MK NL RS SM TR VA',
  '4C': 'IE FO',
  '5A': 'AT BA CH CZ DE DK GE KP LI LU MC MD PL RO SI SK UA XK',
  '5B': 'KG',
  '6A': 'BY CA EE FI LT LV NO RU SE',
  '6B': 'KZ',
  '7': 'IS MN GL'
}

/** Where a country lies in several zones, by the beginning of the postal code; the longest that fits. */
const byArea: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  AU: { '1A': '08 48', '2A': '4', '3A': '2', '3B': '5 6', '3C': '3', '4A': '26', '4C': '7' },
  BR: { '0A': '4 5 6', '3A': '8 9' },
  CA: { '4C': 'V', '5A': 'L M N', '6A': 'A B C E G H J K', '7': 'P R S T', '8': 'X Y' },
  CL: { '2B': '1', '4C': '5 6' },
  CN: {
    '1A': '57',
    '2A': '35 36 51 52 53',
    '3A': '2 3 4 6',
    '5A': '03 07 1',
    '6A': '13',
    '6B': '83 84',
    '7': '01 02 15 16'
  },
  DE: { '4A': '50 51 53 67 68 69 76 77 79' },
  ES: {
    '2B': '35 38',
    '3B': '04 06 10 11 14 18 21 23 29 30 41',
    '3C': '03 07 08 12 17 43 46',
    '4C': '15 20 27 33 36 39 48'
  },
  FI: { '7': '9' },
  FR: { '1A': '97', '3A': '06 11 13 20 30 34 66 83 84', '5A': '25 39 54 57 67 68 73 74 88' },
  GB: { '5A': 'AB DD IV PH' },
  IN: { '2B': '11 12 13 14 15 16 3', '4A': '17 18 19' },
  IT: { '3A': '0 5 6 7 8 9', '5A': '39' },
  JP: { '2A': '90', '3A': '5 6 7 8', '5A': '01 02 03', '6A': '00 04 05 06 07 08 09' },
  MX: { '1A': '24 77 86 97', '3B': '0 1 4 5' },
  NO: { '5A': '0 4 5', '7': '9' },
  NZ: { '4C': '7 8 9' },
  PT: { '3A': '9' },
  RU: { '4A': '35 36', '7': '6' },
  SE: { '5A': '2', '7': '9' },
  ZA: { '3B': '0 1 2', '3A': '3 4' }
}

/** By country: `DE` → `5A`. */
export const countryClimateZones: ReadonlyMap<string, string> = mapOf(byZone)
/** By country and the beginning of its postal codes: `DE` → `79` → `4A`. */
export const areaClimateZones: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map(
  Object.entries(byArea).map(([country, zones]) => [country, mapOf(zones)])
)

/** Countries most of whose people live south of the equator. */
export const southernCountries: ReadonlySet<string> = new Set(
  'AO AR AS AU BI BO BR BW CD CG CK CL EC FJ GA ID KE KM LS MG MU MW MZ NA NC NR NU NZ PE PF PG PY RE RW SB SC ST SZ TL TO TV TZ UY VU WF WS YT ZA ZM ZW'.split(
    ' '
  )
)

function mapOf(zones: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(
    Object.entries(zones).flatMap(([zone, names]) => names.split(' ').map((name) => [name, zone] as const))
  )
}
