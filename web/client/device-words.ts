import { t } from '../messages/i18n.ts'
import { countryName } from './countries.ts'

type Device = { browser: string | null; system: string | null }

/** "Firefox on Windows", as far as it is known. */
export function deviceWords({ browser, system }: Device): string {
  if (browser !== null && system !== null) return t('security.device', { browser, system })
  return browser ?? system ?? t('security.unknownDevice')
}

/** "Firefox on Windows, Germany". */
export function placeWords({ country, ...device }: Device & { country: string | null }): string {
  return [deviceWords(device), ...(country === null ? [] : [countryName(country)])].join(', ')
}
