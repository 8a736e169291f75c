import { parseSecrets } from '../platform/config.ts'
import { createLog } from '../platform/log.ts'
import { openDatabase } from './database.ts'
import { secretFiles, type Settings } from './settings.ts'

export async function migrateCommand({ config }: Settings): Promise<number> {
  const log = createLog(config.log.level)
  const database = await openDatabase(config, parseSecrets(config, secretFiles(config.secretsFolder)), log)
  try {
    const applied = await database.migrate()
    process.stdout.write(applied.length > 0 ? `Applied ${applied.join(', ')}.\n` : 'The schema is up to date.\n')
    return 0
  } finally {
    await database.close()
  }
}
