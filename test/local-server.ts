import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterwards, type Scope } from './afterwards.ts'

/** Stopped, it refuses connections; started again it has the port that it had. */
export type LocalServer = { readonly port: number; start(): Promise<void>; stop(): Promise<void> }

/** Lets a server of `node:http` or `node:https` listen on this machine, on a free port unless one is named, until the test ends. */
export async function localServer(scope: Scope, server: Server, port = 0): Promise<LocalServer> {
  const local: LocalServer = {
    get port() {
      return port
    },
    async start() {
      server.listen(port, '127.0.0.1')
      await once(server, 'listening')
      port = (server.address() as AddressInfo).port // listens on TCP
    },
    async stop() {
      if (!server.listening) return
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    }
  }
  await local.start()
  afterwards(scope, local.stop)
  return local
}
