/** ISO 4217 currency → the countries (ISO 3166-1 alpha-2) that pay with it, as far as it is not one country's own name below. */
const countries: Readonly<Record<string, string>> = {
  EUR: 'AD AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MC ME MT NL PT SI SK SM VA XK',
  USD: 'US EC SV PR GU VI PA',
  GBP: 'GB GG IM JE',
  CHF: 'CH LI',
  CAD: 'CA',
  AUD: 'AU KI NR TV',
  NZD: 'NZ CK NU',
  SEK: 'SE',
  NOK: 'NO SJ',
  DKK: 'DK FO GL',
  PLN: 'PL',
  CZK: 'CZ',
  HUF: 'HU',
  RON: 'RO',
  ISK: 'IS',
  JPY: 'JP',
  CNY: 'CN',
  INR: 'IN',
  BRL: 'BR',
  MXN: 'MX',
  ZAR: 'ZA LS NA',
  SGD: 'SG',
  HKD: 'HK',
  KRW: 'KR',
  TRY: 'TR',
  UAH: 'UA',
  ILS: 'IL',
  AED: 'AE',
  THB: 'TH',
  ARS: 'AR',
  CLP: 'CL',
  COP: 'CO'
}

/** What a home's costs are in: by its country, else by the person's region, else euros. */
export function currencyOf(country: string | null, locale: string): string {
  return byCountry(country) ?? byCountry(new Intl.Locale(locale).maximize().region ?? null) ?? 'EUR'
}

function byCountry(country: string | null): string | undefined {
  if (country === null) return undefined
  return Object.keys(countries).find((currency) => countries[currency]?.split(' ').includes(country))
}
