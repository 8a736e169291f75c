/** What a mail program may turn into a link or an address: a scheme, a path, a mailbox, a host name (IDNA dots included), markup. */
const linkLike = /\/\/|\\|@|\]\(|[\p{L}\p{N}-]\s*[.。．｡]\s*[\p{L}\p{N}-]{2}|^www\b|^[a-z][a-z0-9+.-]*:\S/iu

/**
 * What somebody wrote, as it may stand in a mail to somebody else: perhaps they want to say something in our name. One line
 * without control and format characters (line breaks, bidi overrides, zero width), without words that look like links, of
 * at most `longest` characters. Undefined when nothing is left.
 */
export function inertText(text: string, longest: number): string | undefined {
  const words = text
    .normalize('NFKC')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\p{Z}]+/gu, ' ')
    .replaceAll(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .split(' ')
    .filter((word) => word !== '' && !linkLike.test(word))
  const inert = Array.from(words.join(' ')).slice(0, longest).join('').trim()
  return inert === '' ? undefined : inert
}
