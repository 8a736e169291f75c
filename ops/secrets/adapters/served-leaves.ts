import { once } from 'node:events'
import { connect } from 'node:tls'
import type { Answer } from '../rotation.ts'

/** What certificates some addresses serve, by their SHA-256. */
export type ServedLeaves = {
  /** Whether every address serves it each time. */
  all(fingerprint: string): Promise<Answer>
  any(fingerprint: string): Promise<Answer>
  /** Those that do not answer, and those that serve another one. */
  others(fingerprint: string): Promise<{ readonly silent: string[]; readonly other: string[] }>
}

/** What stands behind one address may take turns. */
const handshakes = 3
const timeoutMs = 5_000

export function servedLeaves(addresses: readonly string[], host: string): ServedLeaves {
  // Questions that are asked at once share one round of handshakes.
  let round: Promise<readonly Served[]> | undefined
  const ask = () => {
    round ??= Promise.all(addresses.map((address) => servedAt(address, host))).finally(() => (round = undefined))
    return round
  }
  return {
    async all(fingerprint) {
      const { silent, other } = sortedBy(fingerprint, await ask())
      if (other.length > 0) return 'no'
      return silent.length === 0 ? 'yes' : 'unknown'
    },
    async any(fingerprint) {
      const served = await ask()
      if (served.some(({ leaves }) => leaves.includes(fingerprint))) return 'yes'
      return sortedBy(fingerprint, served).silent.length === 0 ? 'no' : 'unknown'
    },
    others: async (fingerprint) => sortedBy(fingerprint, await ask())
  }
}

type Served = { readonly address: string; readonly leaves: readonly string[] }

function sortedBy(fingerprint: string, served: readonly Served[]) {
  const other = served.filter(({ leaves }) => leaves.some((leaf) => leaf !== fingerprint))
  const silent = served.filter((one) => one.leaves.length < handshakes && !other.includes(one))
  return { silent: silent.map(({ address }) => address), other: other.map(({ address }) => address) }
}

/** One after the other until one fails. */
async function servedAt(address: string, host: string): Promise<Served> {
  const leaves: string[] = []
  while (leaves.length < handshakes) {
    const leaf = await leafAt(address, host)
    if (leaf === undefined) break
    leaves.push(leaf)
  }
  return { address, leaves }
}

async function leafAt(address: string, servername: string): Promise<string | undefined> {
  const { hostname, port } = new URL(`https://${address}`)
  // Who it is is told by the certificate itself: nothing is sent.
  const socket = connect({
    host: hostname.replaceAll(/[[\]]/g, ''),
    port: Number(port || 443),
    servername,
    rejectUnauthorized: false
  })
  try {
    await once(socket, 'secureConnect', { signal: AbortSignal.timeout(timeoutMs) })
    return socket.getPeerX509Certificate()?.fingerprint256
  } catch {
    return undefined
  } finally {
    socket.destroy()
  }
}
