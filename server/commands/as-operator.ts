import { originSealer } from '../platform/audit-origin.ts'
import type { Secrets } from '../platform/config.ts'
import type { Ctx, Operator } from '../platform/context.ts'
import { newId } from '../platform/ids.ts'
import { liveKeyring } from '../platform/keyring.ts'
import { createLog } from '../platform/log.ts'
import { makeContext } from '../platform/make-context.ts'
import { assertSchema } from '../platform/postgres/migrate.ts'
import { roles } from '../platform/postgres/roles.ts'
import { migratorSource, productSource } from './database.ts'
import { loadSecrets } from './load-secrets.ts'
import { openBeside } from './open-beside.ts'
import type { Settings } from './settings.ts'

/** With the system's rights, or the owner's; beside a running honeyDue, whose worker sends the mail; else the next start does. */
export async function asOperator(
  { config }: Settings,
  run: (ctx: Ctx<Operator>, secrets: Secrets) => Promise<number>,
  role: typeof roles.system | typeof roles.owner = roles.system
): Promise<number> {
  const secrets = loadSecrets(config)
  const keyring = liveKeyring(secrets.secretKey)
  await using beside = await openBeside(config, {
    source: (role === roles.system ? productSource : migratorSource)(config, secrets),
    role,
    applicationName: 'honeydue operator'
  })
  const { db, pool } = beside.database
  await assertSchema(pool)
  const ground = {
    db,
    dbOf: () => db,
    log: createLog(config.log.level),
    now: Temporal.Now.instant,
    random: Math.random,
    keyring,
    sealOrigin: originSealer(keyring)
  }
  return await run(
    makeContext(ground, { kind: 'operator' }, { requestId: newId(), ip: undefined, userAgent: '' }),
    secrets
  )
}
