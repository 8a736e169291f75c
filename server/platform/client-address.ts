import type { IncomingHttpHeaders } from 'node:http'
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6
/** A range of addresses: its first address and how many bits of it count. */
type Range = readonly [Address, number]

/** Whose words about the client's address are believed. */
export type Proxies = {
  /** CIDR ranges or single addresses. */
  readonly trusted: readonly string[]
  /** These peers put the client's address into CF-Connecting-IP, and nobody else reaches us through them. */
  readonly cloudflare?: readonly string[]
}

/**
 * The address of whoever sent a request: the right-most hop of X-Forwarded-For that is not a trusted proxy, reckoned from the
 * peer of the connection. A hop that is no address ends the search at the proxy that wrote it: nothing further left can be
 * believed. IPv4-mapped addresses are unwrapped, ports and zone ids dropped.
 */
export function clientAddress({
  trusted,
  cloudflare = []
}: Proxies): (peer: string | undefined, headers: IncomingHttpHeaders) => string | undefined {
  const trustedRanges = trusted.map(rangeOf)
  const cloudflareRanges = cloudflare.map(rangeOf)
  return (peer, headers) => {
    const nearest = peer === undefined ? undefined : addressOf(peer)
    if (!nearest || !isWithin(nearest, [...trustedRanges, ...cloudflareRanges])) return nearest?.toString() ?? peer
    const edge = headers['cf-connecting-ip']
    const connecting = isWithin(nearest, cloudflareRanges) && typeof edge === 'string' ? addressOf(edge) : undefined
    return (connecting ?? farthestBelieved(nearest, hopsOf(headers), trustedRanges)).toString()
  }
}

const mostHops = 100

/** From the right; a header that came twice is one list (RFC 9110 §5.3), as node:http joins it. */
function hopsOf(headers: IncomingHttpHeaders): string[] {
  const header = headers['x-forwarded-for']
  const list = Array.isArray(header) ? header.join(',') : header
  return list === undefined ? [] : list.split(',').slice(-mostHops).toReversed()
}

function farthestBelieved(peer: Address, hops: readonly string[], trusted: readonly Range[]): Address {
  let believed = peer
  for (const hop of hops) {
    const address = addressOf(hop)
    if (!address) return believed
    believed = address
    if (!isWithin(address, trusted)) return believed
  }
  return believed
}

/** `203.0.113.7`, `203.0.113.7:443`, `2001:db8::1`, `[2001:db8::1]:443`, `fe80::1%eth0`; undefined for all else. */
function addressOf(text: string): Address | undefined {
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](:\d{1,5})?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d{1,5}$/, '$1')
    .replace(/%[\w.-]*$/, '')
  if (ipaddr.IPv4.isValidFourPartDecimal(bare)) return ipaddr.IPv4.parse(bare)
  if (!ipaddr.IPv6.isValid(bare)) return undefined
  const address = ipaddr.IPv6.parse(bare)
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address
}

/** An address alone is a range of one. */
function rangeOf(text: string): Range {
  const address = addressOf(text)
  return address ? [address, address.kind() === 'ipv4' ? 32 : 128] : ipaddr.parseCIDR(text)
}

/** Wider ranges belong to more than one network; 10.0.0.0/8 and fc00::/7 are the widest of private ones. */
const widestBits = { ipv4: 8, ipv6: 7 } as const

/** What is wrong with a range of trusted proxies; undefined when it is one. */
export function rangeProblem(text: string, { allowWide }: { allowWide: boolean }): string | undefined {
  if (!addressOf(text) && !ipaddr.isValidCIDR(text)) return 'is neither an address nor a CIDR range'
  const [first, bits] = rangeOf(text)
  if (allowWide || bits >= widestBits[first.kind()]) return undefined
  return 'is nearly everybody: whoever is trusted chooses the address they are taken for'
}

function isWithin(address: Address, ranges: readonly Range[]): boolean {
  return ranges.some(([first, bits]) => address.kind() === first.kind() && address.match(first, bits))
}

/** Where requests come from, as far as one person can be told from another by it. */
export type Source = {
  /** An IPv4 address or an IPv6 /64, which is what one customer has. */
  readonly address: string
  /** The IPv6 /48 it belongs to, of which one customer may have all; undefined for IPv4. */
  readonly site: string | undefined
  /** Its neighbourhood: the IPv4 /24 or IPv6 /48. */
  readonly network: string
}

/** An address as the source of a limit; what is no address (a test, a job) is a source of its own. */
export function sourceOf(text: string | undefined): Source {
  const address = addressOf(text ?? '')
  if (!address) return { address: 'unknown', site: undefined, network: 'unknown' }
  if (address.kind() === 'ipv4') {
    return { address: address.toString(), site: undefined, network: prefix(address, 24) }
  }
  const site = prefix(address, 48)
  return { address: prefix(address, 64), site, network: site }
}

function prefix(address: Address, bits: number): string {
  const network = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6
  return `${network.networkAddressFromCIDR(`${address.toString()}/${bits}`).toString()}/${bits}`
}
