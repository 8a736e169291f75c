const longestName = 64
/** What a mail program may turn into a link or an address: a scheme, a path, a mailbox, a host name (IDNA dots included). */
const linkLike = /:\/\/|[/\\@]|[\p{L}\p{N}-]\s*[.。．｡]\s*[\p{L}\p{N}-]{2}|^www\b/iu

/**
 * A display name as it may stand in a mail: somebody else chose it, perhaps to say something in our name. Without control
 * and format characters (line breaks, bidi overrides, zero width), without words that look like links, at most 64
 * characters. Undefined when nothing is left.
 */
export function mailName(displayName: string): string | undefined {
  const words = displayName
    .normalize('NFKC')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Z}]+/gu, ' ')
    .replaceAll(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .split(' ')
    .filter((word) => word !== '' && !linkLike.test(word))
  const name = Array.from(words.join(' ')).slice(0, longestName).join('').trim()
  return name === '' ? undefined : name
}
