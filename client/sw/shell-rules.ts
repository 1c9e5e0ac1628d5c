// Owns which requests of a page the kept shell answers, and when. Pure. Never anything of the hub's own: no number, no file, no list
// may ever come out of a cache.

/** A hub that has not answered a page's address within this is away: a pulled cable refuses nothing. Wall milliseconds. */
export const HUB_AWAY_AFTER_MS = 4_000
/** What stands in front of a hub says so for it. */
const AWAY = new Set([502, 503, 504])
export const saysAway = (status: number): boolean => AWAY.has(status)

/**
 * page   the hub first; without it the page that was kept
 * part   a file of this very build: out of the cache
 * hub    not ours to answer
 */
export type ShellRule = 'page' | 'part' | 'hub'

/** @param parts paths of this build that are kept, without the page's own */
export function shellRule(
  request: { readonly method: string; readonly mode: string; readonly url: string },
  origin: string,
  parts: readonly string[],
): ShellRule {
  const url = new URL(request.url)
  if (url.origin !== origin || request.method !== 'GET') return 'hub'
  if (parts.includes(url.pathname)) return 'part'
  if (request.mode !== 'navigate') return 'hub'
  // A file that is taken away, and what other programs ask, are the hub's.
  return /^\/(api|socket\.io|assets|healthz|readyz)(\/|$)|\.\w+$/.test(url.pathname) ? 'hub' : 'page'
}
