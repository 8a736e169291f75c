/** A security.txt as its operator wrote it; `expires`: when it may not be shown any more. */
export type SecurityTxt = { readonly text: string; readonly expires: Temporal.Instant; readonly signed: boolean }

const longestBytes = 32_768
/** An operator is told this long before a file expires. */
const renewDays = 30

/** The file for this address, or everything that is wrong with it by RFC 9116. That it has expired is not among it. */
export function readSecurityTxt(
  text: string,
  { publicUrl, now }: { publicUrl: string; now: Temporal.Instant }
): SecurityTxt | { problems: string[] } {
  const armor =
    /^-----BEGIN PGP SIGNED MESSAGE-----\r?\n(?:[\w-]+: .*\r?\n)*\r?\n([^]*?)\r?\n(-----BEGIN PGP SIGNATURE-----\r?\n[^]*?)$/
  const [, content, signature] = armor.exec(text) ?? []
  const fields = fieldsOf((content ?? text).replaceAll(/^- /gm, '')) // RFC 9580 §7.2: what begins with a dash is escaped
  const valuesOf = (name: string) => fields.flatMap((field) => (field.name === name ? [field.value] : []))
  const [expiry = ''] = valuesOf('expires')
  const expires = instantOf(expiry)
  const here = `${publicUrl}/.well-known/security.txt`
  const rules: [boolean, string][] = [
    [Buffer.byteLength(text) <= longestBytes, 'is longer than 32 kB'],
    [
      !text.includes('-----BEGIN PGP') || (signature ?? '').trimEnd().endsWith('-----END PGP SIGNATURE-----'),
      'has a broken signature'
    ],
    [fields.every(({ name }) => name !== ''), 'has a line that is no field, no comment and not empty'],
    [valuesOf('contact').length > 0, 'has no Contact'],
    [
      valuesOf('contact').every((value) => /^(mailto:[^\s@]+@|https:\/\/|tel:\+)\S+$/.test(value)),
      'has a Contact that is no mailto:, https: or tel:'
    ],
    [expires !== undefined && valuesOf('expires').length === 1, 'has not exactly one Expires with a date and time'],
    [expires === undefined || now.until(expires).total('hours') < 365 * 24, 'has an Expires a year or more from now'],
    [valuesOf('preferred-languages').length <= 1, 'has more than one Preferred-Languages'],
    [isFor(valuesOf('canonical'), { here, signed: signature !== undefined }), `has no Canonical: ${here}`]
  ]
  const problems = rules.filter(([holds]) => !holds).map(([, problem]) => problem)
  if (problems.length > 0 || !expires) return { problems }
  return { text, expires, signed: signature !== undefined }
}

/** What its operator should know: that it has expired or soon will, or that nobody can tell whose it is. */
export function remarkOn({ expires, signed }: SecurityTxt, now: Temporal.Instant): string | undefined {
  const days = Math.floor(now.until(expires).total('hours') / 24)
  if (days < 0) return 'has expired; an unsigned one is shown in its place'
  if (days < renewDays) return `expires in ${days} days`
  return signed ? undefined : 'is not signed (RFC 9116 §2.3)'
}

/** A signed one must say where it belongs, or somebody could show it elsewhere. */
function isFor(canonical: readonly string[], { here, signed }: { here: string; signed: boolean }): boolean {
  return canonical.includes(here) || (!signed && canonical.length === 0)
}

/** One for each line that is neither empty nor a comment; without a name where it is no field. */
function fieldsOf(text: string): { name: string; value: string }[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'))
  return lines.map((line) => {
    const [, name = '', value = ''] = /^([A-Za-z][\w-]*): (\S.*)$/.exec(line) ?? []
    return { name: name.toLowerCase(), value: value.trim() }
  })
}

function instantOf(text: string): Temporal.Instant | undefined {
  try {
    return Temporal.Instant.from(text)
  } catch {
    return undefined
  }
}
