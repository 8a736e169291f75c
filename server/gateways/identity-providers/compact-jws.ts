/** The three parts of a compact JWS, decoded; the header is known to be an object. */
export type CompactJws = {
  readonly header: Readonly<Record<string, unknown>>
  readonly payload: Buffer
  readonly signature: Buffer
}

/**
 * The one spelling that a token has (RFC 7515 §3.1), at most 8 kB unless said otherwise: three parts of canonical base64url, the
 * first an object in JSON. Undefined for anything else. Decoders take more than one spelling of the same bytes; without this a
 * token could be told apart from itself.
 */
export function compactJws(token: string, longest = 8192): CompactJws | undefined {
  if (token.length > longest) return undefined
  const parts = token.split('.', 4)
  const [header, payload, signature] = parts.map(canonicalBytes)
  if (parts.length !== 3 || !header || !payload || !signature || signature.length === 0) return undefined
  const fields = jsonObject(header)
  return fields && { header: fields, payload, signature }
}

/** The bytes, if the text is exactly how base64url writes them: no padding, no spare bits, no space. */
function canonicalBytes(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url')
  return bytes.toString('base64url') === text ? bytes : undefined
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A JSON object from strict UTF-8; undefined for anything else. */
export function jsonObject(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(utf8.decode(bytes))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
