import { t } from '../messages/i18n.ts'
import { showToast } from '../ui/toast.ts'

/** Registers the service worker that keeps the shell for offline, and offers a new version when one is ready. */
export function keepShell(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const { serviceWorker } = navigator
  const controlled = serviceWorker.controller !== null
  // the first worker takes over a page that is already the newest; a later one brings new files
  if (controlled) serviceWorker.addEventListener('controllerchange', () => location.reload())
  // without it everything works, online
  serviceWorker.register(workerAddress()).then(watchForUpdate, () => undefined)
}

function watchForUpdate(registration: ServiceWorkerRegistration): void {
  offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    worker?.addEventListener('statechange', () => {
      if (worker.state === 'installed') offer(worker)
    })
  })
}

function offer(worker: ServiceWorker | null): void {
  if (worker === null || navigator.serviceWorker.controller === null) return
  const takeOver = () => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker takes none
    worker.postMessage('take over')
  }
  showToast({ text: t('app.update'), action: { label: t('app.reload'), onAction: takeOver } })
}

type TrustedTypes = {
  createPolicy(name: string, rules: { createScriptURL(): string }): { createScriptURL(_: string): string }
}

/** The one script address that is given at run time. Under Trusted Types text is refused there; this policy makes no other. */
function workerAddress(): string {
  const address = '/service-worker.js'
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes } // the DOM library of TypeScript lacks it
  return trustedTypes?.createPolicy('honeydue', { createScriptURL: () => address }).createScriptURL('') ?? address
}
