import { randomBytes } from 'node:crypto'
import { Secret } from '#server/platform/secret.ts'
import type { Cluster } from '../cluster/cluster.ts'
import type { EscrowPlace } from './escrow.ts'
import type { Mirror } from './journal.ts'

const escrowName = 'honeydue-rotation-escrow'
const journalName = 'honeydue-rotation-journal'

/** What was sealed, in the cluster too: ciphertext, each entry by its own manager. */
export function escrowInCluster(cluster: Cluster): EscrowPlace {
  const put = (name: string, data: ReadonlyMap<string, Secret>) =>
    cluster.applySecret(escrowName, { manager: `honeydue.escrow.${name}`, data, annotations: {} })
  return {
    name: `the Secret ${escrowName}`,
    async write(name, sealed) {
      await put(name, new Map([[name, new Secret(sealed)]]))
    },
    read: async (name) => (await cluster.secret(escrowName))?.data.get(name)?.reveal(),
    async remove(name) {
      await put(name, new Map())
    },
    list: async () => [...((await cluster.secret(escrowName))?.data.keys() ?? [])]
  }
}

/** The journal of a key's last rotation, for whoever goes on from another machine. */
export function journalInCluster(cluster: Cluster, key: string): Mirror {
  return (lines) =>
    cluster.applyConfigMap(journalName, {
      manager: `honeydue.journal.${key}`,
      data: { [`${key}.jsonl`]: lines.map((line) => `${line}\n`).join('') }
    })
}

/** What `journalInCluster` has put there, with the rotation that its first line names. */
export async function copiesIn(cluster: Cluster): Promise<{ name: string; rotation: string; text: string }[]> {
  const copies = Object.entries((await cluster.configMap(journalName)) ?? {})
  return copies.map(([name, text]) => ({ name, text, rotation: /"rotation":"([0-9a-f-]+)"/.exec(text)?.[1] ?? '' }))
}

const saltPlace = { secret: 'honeydue-secrets', key: 'FINGERPRINT_SALT' }

export type Salt = { readonly value: Secret; readonly isNew: boolean; readonly keep: () => Promise<void> }

/** What fingerprints are made with, the same for the tool and for every pod. `keep` puts it there when it is new. */
export async function saltOf(cluster: Cluster): Promise<Salt> {
  const object = await cluster.secret(saltPlace.secret)
  const found = object?.data.get(saltPlace.key)
  if (found) return { value: found, isNew: false, keep: async () => {} }
  const salt = new Secret(randomBytes(32).toString('hex'))
  const change = { manager: `honeydue.${saltPlace.key}`, data: new Map([[saltPlace.key, salt]]), annotations: {} }
  return {
    value: salt,
    isNew: true,
    async keep() {
      await cluster.applySecret(saltPlace.secret, { ...change, resourceVersion: object?.resourceVersion })
    }
  }
}
