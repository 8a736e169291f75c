import { fromBER, ObjectIdentifier, type AsnType, type BaseBlock } from 'asn1js'

/** What bytes in DER say; undefined where they are not just that. */
export function readDer(bytes: Uint8Array): AsnType | undefined {
  const { offset, result } = fromBER(Uint8Array.from(bytes))
  return offset === bytes.length ? result : undefined
}

/** What is within a sequence or another constructed block; nothing for anything else. */
export function within(block: BaseBlock | undefined): readonly AsnType[] {
  const value: unknown = block?.valueBlock && 'value' in block.valueBlock ? block.valueBlock.value : undefined
  return Array.isArray(value) ? (value as AsnType[]) : [] // asn1js holds nothing but blocks in it
}

/** The part that carries a number of its own, as `[3]`. */
export function tagged(parts: readonly AsnType[], tagNumber: number): AsnType | undefined {
  return parts.find(({ idBlock }) => idBlock.tagClass === 3 && idBlock.tagNumber === tagNumber)
}

/** The text of an object identifier; undefined for anything else. */
export function oidOf(block: BaseBlock | undefined): string | undefined {
  return block instanceof ObjectIdentifier ? block.getValue() : undefined
}
