import { enableCompileCache } from 'node:module'

enableCompileCache()
// Imported only now, so that the cache serves everything that follows.
const { runCommand } = await import('./commands/run-command.ts')
process.exitCode = await runCommand(process.argv.slice(2))
