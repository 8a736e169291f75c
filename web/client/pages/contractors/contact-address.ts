/** A number as a phone dials it, undefined for what has too few digits: "+49 (0)30 12-34" is dialled +493012 34 without the 0. */
export function dialAddress(phone: string): string | undefined {
  const [beforeWords = ''] = phone.split(/[a-z]/i)
  const abroad = beforeWords.trim().startsWith('+')
  const digits = (abroad ? beforeWords.replace(/\(0\)/, '') : beforeWords).replaceAll(/[^\d*#]/g, '')
  return digits.length < 3 ? undefined : `tel:${abroad ? '+' : ''}${digits.replaceAll('#', '%23')}`
}

/** Nothing in an address can become another part of the mail. */
export function mailAddress(email: string): string {
  return `mailto:${encodeURIComponent(email).replaceAll('%40', '@')}`
}

/** As people type an address of the web, with the scheme that it needs. */
export function siteAddress(typed: string): string {
  return /^https?:\/\//i.test(typed) ? typed.replace(/^https?/i, (scheme) => scheme.toLowerCase()) : `https://${typed}`
}
