import type { Secret } from '#server/platform/secret.ts'
import { OpsError } from '../exit-codes.ts'
import type { Adapter } from '../secrets/adapter.ts'
import { adminFrom } from '../secrets/adapters/admin.ts'
import { apnsFrom } from '../secrets/adapters/apns.ts'
import { fcmFrom } from '../secrets/adapters/fcm.ts'
import type { AdapterGround } from '../secrets/adapters/ground.ts'
import { ingestFrom } from '../secrets/adapters/ingest.ts'
import { keyRingAdapter } from '../secrets/adapters/key-ring.ts'
import { redisFrom } from '../secrets/adapters/redis.ts'
import { registryFrom } from '../secrets/adapters/registry.ts'
import { originCertificateFrom } from '../secrets/adapters/origin-certificate.ts'
import { postgresFrom } from '../secrets/adapters/postgres.ts'
import { smtpFrom } from '../secrets/adapters/smtp.ts'
import type { CatalogueEntry } from '../secrets/catalogue-entry.ts'
import type { Escrow } from '../secrets/escrow.ts'
import { fleetOf } from '../secrets/fleet.ts'
import type { Place } from '../secrets/in-cluster.ts'
import { makeRedactor, type Redactor } from '../secrets/redactor.ts'
import { escrowOf } from './escrow-of.ts'
import { guideOf } from './rotate-guide.ts'
import type { Rotation } from './rotate-options.ts'

/** Everything that a rotation needs, from the settings and the cluster. */
export function placeOf({ terminal, entry, settings, cluster, options }: Rotation, id: string, salt: Secret): Place {
  const redactor = makeRedactor()
  const overlapMinutes = options.overlap === undefined ? entry.overlap.minutes : Number(options.overlap)
  if (!(overlapMinutes >= 0)) throw new OpsError('wrong use', '--overlap takes minutes.')
  return {
    cluster,
    entry,
    escrow: escrowOf(settings, cluster).escrow,
    salt,
    redactor,
    guide: guideOf(terminal, options.answers, redactor),
    newId: id,
    overlapMinutes,
    adapter: adapterOf(entry, { settings, cluster, salt, redactor, now: terminal.now }),
    holder: `${terminal.operator}#${process.pid}#${id}`,
    compromised: options.compromised ?? false,
    takesOver: options.takeOver ?? false,
    now: terminal.now,
    pause: terminal.pause
  }
}

const adapters: Readonly<Record<string, (ground: AdapterGround) => Adapter>> = {
  SECRET_KEY: ({ fleet }) => keyRingAdapter(fleet),
  POSTGRES_PASSWORD: postgresFrom,
  REDIS_PASSWORD: redisFrom,
  EMAIL_HOST_PASSWORD: smtpFrom,
  'apns_auth_key.p8': apnsFrom,
  FCM_SERVER_KEY: fcmFrom,
  'ghcr-credentials': registryFrom,
  OBS_INGEST_TOKEN: ingestFrom,
  'admin-basic-auth': adminFrom,
  'cloudflare-origin-cert': originCertificateFrom
}

export function adapterOf({ name, object, presenters }: CatalogueEntry, ground: Ground): Adapter {
  const make = adapters[name]
  if (!make) throw new OpsError('a human must decide', `${name} is rotated by hand: docs/runbooks/secret-rotation.md.`)
  const workloads = presenters.map(({ workload }) => workload)
  const { cluster, salt, settings } = ground
  const fleet = fleetOf(cluster, salt, { workloads, port: settings.internalPort, name: object.keys[0] ?? name })
  return make({ ...ground, name, fleet, escrow: () => heard(escrowOf(settings, cluster).escrow, ground.redactor) })
}

type Ground = Omit<AdapterGround, 'name' | 'fleet' | 'escrow'> & Pick<Place, 'salt'> & Partial<Pick<Place, 'redactor'>>

/** Whatever goes in or comes out of it is known to the redactor. */
function heard(escrow: Escrow, redactor: Redactor | undefined): Escrow {
  return {
    ...escrow,
    async put(name, value) {
      redactor?.know(value)
      await escrow.put(name, value)
    },
    async get(name) {
      const value = await escrow.get(name)
      if (value) redactor?.know(value)
      return value
    }
  }
}
