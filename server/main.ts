import { enableCompileCache } from 'node:module'

enableCompileCache()
// What `node --disable-proto=throw` does, however this was started: no value that came from outside reaches a prototype.
Reflect.defineProperty(Object.prototype, '__proto__', { get: refuse, set: refuse, configurable: false })
// Imported only now, so that the cache serves everything that follows.
const { runCommand } = await import('./commands/run-command.ts')
process.exitCode = await runCommand(process.argv.slice(2))

function refuse(): never {
  throw Object.assign(new TypeError('__proto__ is not used here'), { code: 'ERR_PROTO_ACCESS' })
}
