/** What X.509 is written in: DER (X.690), as much of it as is needed to write requests and certificates. */
export function hex(text: string): Buffer {
  return Buffer.from(text, 'hex')
}

/** One element: a tag, the length of what is in it in as few bytes as will do, and that (X.690 §8.1, §10.1). */
export function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content])
  const bytes = hex(length.toString(16).padStart(length < 0x100 ? 2 : 4, '0'))
  return Buffer.concat([Buffer.from([tag, 0x80 + bytes.length]), bytes, content])
}

/** An attribute of a name, by its object identifier. */
export function rdn(oid: string, text: string): Buffer {
  return der(0x31, der(0x30, der(0x06, hex(oid)), der(0x0c, Buffer.from(text))))
}

export function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`
}
