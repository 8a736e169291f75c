/** PostgreSQL's protocol, version 3, as far as it takes to watch it and to play it back (PostgreSQL 18, chapter 54). */

export type Message = { readonly type: string; readonly bytes: Buffer }

/** Cuts a stream into messages: a type byte, a length that counts itself, the rest. */
export function messageCutter(
  onMessage: (message: Message) => void,
  { startup = false } = {}
): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let untyped = startup // the first message of a client has a length only
  return (chunk) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    for (;;) {
      const typeBytes = untyped ? 0 : 1
      if (rest.length < typeBytes + 4) return
      const length = typeBytes + rest.readInt32BE(typeBytes)
      if (rest.length < length) return
      onMessage({ type: untyped ? '' : String.fromCharCode(rest[0] ?? 0), bytes: rest.subarray(0, length) })
      rest = rest.subarray(length)
      untyped = false
    }
  }
}

/** The name that a Parse message gives its statement. */
export function statementName({ bytes }: Message): string {
  return bytes.toString('latin1', 5, bytes.indexOf(0, 5))
}
