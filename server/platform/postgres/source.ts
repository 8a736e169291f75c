/** Where a server listens: `host` is a name, an address, or the folder of a unix socket. */
export type Connection = { host: string; port: number; user: string; database: string }

/** A `postgres://` URL, or where the embedded server listens. */
export type Source = Connection | string
