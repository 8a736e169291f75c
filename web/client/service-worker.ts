/// <reference lib="webworker" />
export {}

/** Filled in by the build: the files of the shell, and a word that changes with them. */
declare const shellFiles: readonly string[]
declare const shellVersion: string

declare const self: ServiceWorkerGlobalScope
const cacheName = `shell-${shellVersion}`

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(shellFiles)))
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
  else if (shellFiles.includes(url.pathname)) event.respondWith(fetchedOrKept(request, url.pathname))
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

/** The newest when there is a connection. */
async function fetchedOrKept(request: Request, kept: string): Promise<Response> {
  try {
    return await fetch(request)
  } catch (error) {
    const response = await caches.match(kept)
    if (response) return response
    throw error
  }
}

async function forgetOldVersions(): Promise<void> {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name !== cacheName).map((name) => caches.delete(name)))
}
