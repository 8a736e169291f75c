import { createLog } from '../platform/log.ts'
import { openDatabase } from './database.ts'
import { loadSecrets } from './load-secrets.ts'
import type { Settings } from './settings.ts'

export async function migrateCommand({ config }: Settings): Promise<number> {
  const log = createLog(config.log.level)
  const database = await openDatabase(config, loadSecrets(config), log)
  try {
    const applied = await database.migrate()
    process.stdout.write(applied.length > 0 ? `Applied ${applied.join(', ')}.\n` : 'The schema is up to date.\n')
    return 0
  } finally {
    await database.close()
  }
}
