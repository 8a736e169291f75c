/// <reference lib="webworker" />
export {}

/** Filled in by the build: the files of the shell with what each must be, and a word that changes with them. */
declare const shellFiles: readonly (readonly [path: string, integrity: string])[]
declare const shellVersion: string

declare const self: ServiceWorkerGlobalScope
const cacheName = `shell-${shellVersion}`
const shellPaths: ReadonlySet<string> = new Set(shellFiles.map(([path]) => path))
/** How long a page waits for a line on which nothing comes back, in milliseconds. */
const patienceMs = 4000

// All files or none, each what this build made: while a server is being replaced the old version stays whole.
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(shellFiles.map(requestFor))))
})

// The page decides when to change versions, so that nobody loses what they are typing.
self.addEventListener('message', (event) => {
  if (event.data === 'take over') void self.skipWaiting()
})

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOldVersions().then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname.startsWith('/assets/')) event.respondWith(keptOrFetched(request))
  else if (request.mode === 'navigate' && isPage(url.pathname)) event.respondWith(fetchedOrKept(request, '/'))
  else if (shellPaths.has(url.pathname)) event.respondWith(fetchedOrKept(request, url.pathname))
})

/** Pages of the client; the API and the development mailbox are none. */
function isPage(pathname: string): boolean {
  return !pathname.startsWith('/api') && !pathname.startsWith('/dev/')
}

/** Hashed files never change: what is kept is right. What is fetched is kept too. */
async function keptOrFetched(request: Request): Promise<Response> {
  const kept = await caches.match(request)
  if (kept) return kept
  const response = await fetch(request)
  if (response.ok) await (await caches.open(cacheName)).put(request, response.clone())
  return response
}

/** The newest when there is a connection; what is kept when nobody answers, or only a gateway says that nobody does. */
async function fetchedOrKept(request: Request, path: string): Promise<Response> {
  const kept = await caches.match(path)
  if (kept === undefined) return fetch(request)
  const tooLate = new Promise<Response>((resolve) => setTimeout(resolve, patienceMs, kept))
  return Promise.race([fetch(request).then((response) => (isSilence(response) ? kept : response)), tooLate]).catch(
    () => kept
  )
}

function isSilence({ status }: Response): boolean {
  return status === 502 || status === 503 || status === 504
}

/** Named after its content or asked for anew. */
function requestFor([path, integrity]: readonly [string, string]): Request {
  return new Request(path, { integrity, cache: path.startsWith('/assets/') ? 'default' : 'no-cache' })
}

async function forgetOldVersions(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name)))
}
