// Owns that a page can be opened again while the hub is away: it keeps this build's page and its files, all of them or none, and
// nothing else. Never keeps a word of the hub's: what such a page shows of patients it has to hear, and until then it says so.
import { HUB_AWAY_AFTER_MS, saysAway, shellRule } from './shell-rules.ts'

/** Set by the build: a name of this build's files, and their paths. */
declare const __CHAIRSIDE_SHELL__: { readonly name: string; readonly parts: readonly string[] }

type Extendable = Event & { waitUntil(until: Promise<unknown>): void }
type Fetching = Extendable & { readonly request: Request; respondWith(answer: Promise<Response>): void }
/** As much of a worker's own world as is used here; the DOM's types do not have it. */
type Own = {
  readonly location: Location
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', run: (event: Extendable) => void): void
  addEventListener(type: 'fetch', run: (event: Fetching) => void): void
}
const own = self as unknown as Own

const PREFIX = 'chairside-shell-'
const { name, parts } = __CHAIRSIDE_SHELL__
const CACHE = `${PREFIX}${name}`
const PAGE = '/'

/** Anew from the hub: what the browser has of it may be an older build's. */
async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE)
  await cache.addAll([PAGE, ...parts].map((path) => new Request(path, { cache: 'reload' })))
}

async function dropOthers(): Promise<void> {
  const names = await caches.keys()
  const others = names.filter((one) => one.startsWith(PREFIX) && one !== CACHE)
  await Promise.all(others.map((one) => caches.delete(one)))
}

const kept = async (path: string): Promise<Response | undefined> =>
  (await caches.open(CACHE)).match(path, { ignoreVary: true })

/** The hub's page; the kept one where it does not answer. Whichever comes is never written down here: page and files stay of one build. */
async function page(request: Request): Promise<Response> {
  const hub = fetch(request)
  const asked = hub.then(
    (answer) => (saysAway(answer.status) ? undefined : answer),
    () => undefined,
  )
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), HUB_AWAY_AFTER_MS))
  return (await Promise.race([asked, late])) ?? (await kept(PAGE)) ?? hub
}

own.addEventListener('install', (event) => {
  event.waitUntil(keepAll().then(() => own.skipWaiting()))
})
own.addEventListener('activate', (event) => {
  event.waitUntil(dropOthers().then(() => own.clients.claim()))
})
own.addEventListener('fetch', (event) => {
  const { request } = event
  const rule = shellRule(request, own.location.origin, parts)
  if (rule === 'page') event.respondWith(page(request))
  if (rule === 'part')
    event.respondWith(kept(new URL(request.url).pathname).then((found) => found ?? fetch(request)))
})
