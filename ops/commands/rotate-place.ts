import { readFileSync } from 'node:fs'
import { Secret } from '#server/platform/secret.ts'
import { OpsError } from '../exit-codes.ts'
import { privateFile } from '../private-file.ts'
import type { Adapter } from '../secrets/adapter.ts'
import { keyRingAdapter } from '../secrets/adapters/key-ring.ts'
import { postgresAdapter } from '../secrets/adapters/postgres.ts'
import type { CatalogueEntry } from '../secrets/catalogue-entry.ts'
import { carriedOut } from '../secrets/catalogue.ts'
import { escrowInCluster } from '../secrets/cluster-places.ts'
import { escrowFolder, makeEscrow } from '../secrets/escrow.ts'
import { fleetOf } from '../secrets/fleet.ts'
import type { Place } from '../secrets/in-cluster.ts'
import { makeRedactor } from '../secrets/redactor.ts'
import type { OpsSettings } from '../settings.ts'
import { guideOf } from './rotate-guide.ts'
import type { Rotation } from './rotate-options.ts'

/** Everything that a rotation needs, from the settings and the cluster. */
export function placeOf({ terminal, entry, settings, cluster, options }: Rotation, id: string, salt: Secret): Place {
  const redactor = makeRedactor()
  const { folder, recipients, identityFile } = settings.escrow
  const escrow = makeEscrow({ recipients, identities: identitiesIn(identityFile) }, [
    escrowFolder(folder),
    escrowInCluster(cluster)
  ])
  const overlapMinutes = options.overlap === undefined ? entry.overlap.minutes : Number(options.overlap)
  if (!(overlapMinutes >= 0)) throw new OpsError('wrong use', '--overlap takes minutes.')
  return {
    cluster,
    entry,
    escrow,
    salt,
    redactor,
    guide: guideOf(terminal, options.answers, redactor),
    newId: id,
    overlapMinutes,
    adapter: adapterOf(entry, settings, { cluster, salt }),
    holder: `${terminal.operator}#${process.pid}#${id}`,
    compromised: options.compromised ?? false,
    takesOver: options.takeOver ?? false,
    now: terminal.now,
    pause: terminal.pause
  }
}

/** As age-keygen writes them: one a line, with comments. */
function identitiesIn(file: string): Secret[] {
  const lines = privateFile(file, `your age identity (age-keygen -o ${file})`).reveal().split('\n')
  return lines.filter((line) => line.startsWith('AGE-SECRET-KEY-')).map((line) => new Secret(line.trim()))
}

function adapterOf(
  { name, object, presenters }: CatalogueEntry,
  settings: OpsSettings,
  { cluster, salt }: Pick<Place, 'cluster' | 'salt'>
): Adapter {
  const workloads = presenters.map(({ workload }) => workload)
  const fleet = fleetOf(cluster, salt, { workloads, port: settings.internalPort, name: object.keys[0] ?? name })
  if (name === 'SECRET_KEY') return keyRingAdapter(fleet)
  if (name === 'POSTGRES_PASSWORD' && settings.postgres) {
    const { host, port, database, certificateAuthorityFile, rotator, roles } = settings.postgres
    const certificateAuthority = certificateAuthorityFile && readFileSync(certificateAuthorityFile, 'utf8')
    const password = privateFile(rotator.passwordFile, `the password of ${rotator.user}`)
    const server = { host, port, database, certificateAuthority }
    return postgresAdapter({
      server,
      rotator: { user: rotator.user, password },
      roles: [roles[0] ?? '', roles[1] ?? ''],
      fleet
    })
  }
  const reason = carriedOut.has(name) ? 'needs "postgres" in ops.yaml' : 'is rotated by hand: docs/runbooks/secrets.md'
  throw new OpsError('a human must decide', `${name} ${reason}.`)
}
