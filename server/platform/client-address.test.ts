import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { clientAddress, rangeProblem, sourceOf } from './client-address.ts'

const proxies = { trusted: ['10.0.0.0/8', '2001:db8:ffff::/48', '127.0.0.1'], cloudflare: ['198.51.100.0/24'] }
const addressOf = clientAddress(proxies)
const hundredHops = Array.from({ length: 100 }, (_, index) => `203.0.113.${index}`).join(', ')

/** What is said, by whom, and whom we take the client for. */
const vectors: { title: string; peer: string; forwarded?: string; cloudflare?: string; client: string }[] = [
  { title: 'without a header the peer', peer: '10.0.0.1', client: '10.0.0.1' },
  { title: 'a stranger is not believed', peer: '203.0.113.5', forwarded: '192.0.2.1', client: '203.0.113.5' },
  { title: 'a trusted proxy is believed', peer: '10.0.0.1', forwarded: '192.0.2.1', client: '192.0.2.1' },
  {
    title: 'the right-most untrusted hop, whatever stands left of it',
    peer: '10.0.0.1',
    forwarded: '1.1.1.1, 192.0.2.1, 10.9.9.9',
    client: '192.0.2.1'
  },
  { title: 'only trusted hops: the left-most', peer: '10.0.0.1', forwarded: '10.0.0.3,10.0.0.2', client: '10.0.0.3' },
  { title: 'spaces and tabs', peer: '10.0.0.1', forwarded: ' \t192.0.2.1 \t', client: '192.0.2.1' },
  { title: 'a port', peer: '10.0.0.1', forwarded: '192.0.2.1:4711', client: '192.0.2.1' },
  { title: 'brackets and a port', peer: '10.0.0.1', forwarded: '[2001:db8::1]:443', client: '2001:db8::1' },
  { title: 'brackets alone', peer: '10.0.0.1', forwarded: '[2001:db8::1]', client: '2001:db8::1' },
  { title: 'an IPv4-mapped hop', peer: '10.0.0.1', forwarded: '::ffff:192.0.2.1', client: '192.0.2.1' },
  { title: 'an IPv4-mapped peer', peer: '::ffff:10.0.0.1', forwarded: '192.0.2.1', client: '192.0.2.1' },
  { title: 'a zone id', peer: 'fe80::1%eth0', client: 'fe80::1' },
  { title: 'an IPv6 proxy', peer: '2001:db8:ffff::9', forwarded: '192.0.2.1', client: '192.0.2.1' },
  { title: 'an obfuscated hop (RFC 7239 §6.3)', peer: '10.0.0.1', forwarded: '_hidden', client: '10.0.0.1' },
  { title: 'unknown', peer: '10.0.0.1', forwarded: '192.0.2.1, unknown', client: '10.0.0.1' },
  { title: 'an invalid hop ends the search', peer: '10.0.0.1', forwarded: '1.1.1.1, x, 10.0.0.2', client: '10.0.0.2' },
  { title: 'the syntax of Forwarded', peer: '10.0.0.1', forwarded: 'for=192.0.2.1', client: '10.0.0.1' },
  { title: 'an empty header', peer: '10.0.0.1', forwarded: '', client: '10.0.0.1' },
  { title: 'an empty hop', peer: '10.0.0.1', forwarded: '192.0.2.1,', client: '10.0.0.1' },
  { title: 'an octal octet', peer: '10.0.0.1', forwarded: '192.0.2.010', client: '10.0.0.1' },
  { title: 'a short form', peer: '10.0.0.1', forwarded: '3221225985', client: '10.0.0.1' },
  { title: 'a name', peer: '10.0.0.1', forwarded: 'localhost', client: '10.0.0.1' },
  { title: 'a hundred hops', peer: '10.0.0.1', forwarded: hundredHops, client: '203.0.113.99' },
  { title: 'the same hop twice', peer: '10.0.0.1', forwarded: '192.0.2.1, 192.0.2.1', client: '192.0.2.1' },
  { title: 'an edge is believed', peer: '198.51.100.7', cloudflare: '192.0.2.1', client: '192.0.2.1' },
  {
    title: 'an edge goes before a list',
    peer: '198.51.100.7',
    cloudflare: '192.0.2.1',
    forwarded: '1.1.1.1',
    client: '192.0.2.1'
  },
  {
    title: 'an edge that says nothing of use',
    peer: '198.51.100.7',
    cloudflare: 'x',
    forwarded: '192.0.2.1',
    client: '192.0.2.1'
  },
  { title: 'the header of an edge from a proxy', peer: '10.0.0.1', cloudflare: '192.0.2.1', client: '10.0.0.1' },
  {
    title: 'the header of an edge from a stranger',
    peer: '203.0.113.5',
    cloudflare: '192.0.2.1',
    client: '203.0.113.5'
  }
]

for (const { title, peer, forwarded, cloudflare, client } of vectors) {
  // ASVS 4.1.3, 15.3.4
  test(`whom a request comes from: ${title}`, () => {
    const headers = {
      ...(forwarded !== undefined && { 'x-forwarded-for': forwarded }),
      ...(cloudflare !== undefined && { 'cf-connecting-ip': cloudflare })
    }
    assert.equal(addressOf(peer, headers), client)
  })
}

test('no header at all lets anybody but a proxy choose, and nothing is thrown', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.ipV4(), (forwarded, edge, peer) => {
      fc.pre(!peer.startsWith('10.') && !peer.startsWith('198.51.100.') && peer !== '127.0.0.1')
      assert.equal(addressOf(peer, { 'x-forwarded-for': forwarded, 'cf-connecting-ip': edge }), peer)
      addressOf('10.0.0.1', { 'x-forwarded-for': forwarded, 'cf-connecting-ip': edge })
    }),
    { numRuns: 500 }
  )
})

test('a connection that is gone has no address', () => assert.equal(addressOf(undefined, {}), undefined))

test('a source is an IPv4 address or an IPv6 /64, in a neighbourhood of /24 or /48', () => {
  assert.deepEqual(sourceOf('::ffff:192.0.2.7'), { address: '192.0.2.7', site: undefined, network: '192.0.2.0/24' })
  const site = '2001:db8:1::/48'
  assert.deepEqual(sourceOf('2001:db8:1:2:3::4'), { address: '2001:db8:1:2::/64', site, network: site })
  assert.deepEqual(sourceOf('2001:0DB8:1:2::9%eth0'), sourceOf('2001:db8:1:2:ffff::1'))
  assert.equal(sourceOf(undefined).address, 'unknown')
})

test('nearly everybody is no proxy, and what is no range is said to be none', () => {
  const problem = (range: string) => rangeProblem(range, { allowWide: false })
  for (const range of ['0.0.0.0/0', '::/0', '0.0.0.0/1', '128.0.0.0/1', '2000::/3']) {
    assert.match(problem(range) ?? '', /nearly everybody/, range)
  }
  for (const range of ['true', 'loopback', '10.0.0.0/33', '10.0.0', '', 'all']) {
    assert.match(problem(range) ?? '', /neither/, range)
  }
  for (const range of ['10.0.0.0/8', 'fc00::/7', '127.0.0.1', '::1', '173.245.48.0/20']) {
    assert.equal(problem(range), undefined, range)
  }
  assert.equal(rangeProblem('0.0.0.0/0', { allowWide: true }), undefined)
})
