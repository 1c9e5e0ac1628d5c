// Owns asking this browser to keep the page for when the hub is away, and finding out whether it has. It asks when the hub has
// answered, never before: a page that shows a file has no hub to miss. Never reloads anything by itself.
import { createKeptPage, type KeptPageStore } from '../session/kept-page.ts'
import type { Screen } from '../session/screen.ts'

const WORKER = '/sw.js'
/** Of this very page: what is kept is of another build when it is not among it. */
const OWN_SCRIPT = import.meta.url

/** Resolves when the worker has all it keeps, or has given up. */
const settled = (worker: ServiceWorker): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (worker.state !== 'activated' && worker.state !== 'redundant') return
      worker.removeEventListener('statechange', look)
      resolve()
    }
    worker.addEventListener('statechange', look)
    look()
  })

export function keepPage({ link }: Pick<Screen, 'link'>): KeptPageStore {
  const store = createKeptPage()
  if (!isSecureContext || !('serviceWorker' in navigator)) {
    store.setState({ is: 'notEncrypted' })
    return store
  }
  let asked: ServiceWorkerRegistration | undefined
  const ask = async (): Promise<void> => {
    // A hub that was away may be back as a newer one.
    if (asked !== undefined) await asked.update()
    else asked = await navigator.serviceWorker.register(WORKER)
    const worker = asked.installing ?? asked.waiting ?? asked.active
    if (worker !== null) await settled(worker)
    const isKept = (await caches.match('/', { ignoreVary: true })) !== undefined
    store.setState({ is: isKept ? 'kept' : 'failed' })
    // The hub serves another build than this page is of, whatever the two call themselves.
    if (isKept && (await caches.match(OWN_SCRIPT, { ignoreVary: true })) === undefined)
      link.store.setState({ newBuild: true })
  }
  link.onReady(() => {
    // A browser may forbid it, or not trust the hub's certificate: the page goes on without, and says so.
    ask().catch(() => {
      if (store.getState().is !== 'kept') store.setState({ is: 'failed' })
    })
  })
  return store
}
