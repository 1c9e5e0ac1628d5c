// Owns how often a sign-in may be tried, per account and per address. In memory: a restart forgets it, which an attacker
// cannot bring about. Never locks anybody out for long: a nurse who is kept out is a hazard of its own.
import { isIPv6 } from 'node:net'

type Rule = {
  /** Wrong tries before the first delay. */
  readonly free: number
  readonly firstDelayMs: number
  readonly longestDelayMs: number
}
/** Our proposals. An address may be a whole clinic behind one router, so it is given more. */
export const ACCOUNT_RULE: Rule = { free: 5, firstDelayMs: 1_000, longestDelayMs: 30_000 }
export const ADDRESS_RULE: Rule = { free: 20, firstDelayMs: 1_000, longestDelayMs: 60_000 }
/** After this long without a wrong try it begins anew. */
export const FORGET_AFTER_MS = 15 * 60_000
const MOST_KEYS = 10_000

type Tries = { wrong: number; lastAtMs: number; openAtMs: number }

export type Throttle = {
  /**
   * Asks before a password is looked at; counts the try as wrong at once, so that many at the same time count too.
   * @returns what to call when it was right, or when no password was looked at after all; or how long to wait (wall ms)
   */
  enter(
    account: string,
    address: string,
  ):
    | { readonly ok: true; right(): void; notTried(): void }
    | { readonly ok: false; readonly retryAfterMs: number }
}

/** Addresses of one household share their first half in IPv6. */
export function addressKey(address: string): string {
  if (!isIPv6(address)) return address
  if (address.toLowerCase().startsWith('::ffff:') && address.includes('.')) return address.slice(7)
  const [head = '', tail] = address.toLowerCase().split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length
  return `${[...groups, ...Array<string>(zeros).fill('0'), ...rest].slice(0, 4).join(':')}::/64`
}

function delayMs(rule: Rule, wrong: number): number {
  if (wrong < rule.free) return 0
  return Math.min(rule.longestDelayMs, rule.firstDelayMs * 2 ** Math.min(20, wrong - rule.free))
}

/** @param nowMs wall milliseconds of any origin that never go back */
export function createThrottle(nowMs: () => number): Throttle {
  const tries = new Map<string, Tries>()

  function of(key: string): Tries {
    const now = nowMs()
    const known = tries.get(key)
    if (known !== undefined && now - known.lastAtMs < FORGET_AFTER_MS) return known
    // Open since ever, not since this call's "now": a clock that moved on since the caller read it is no wrong try.
    return { wrong: 0, lastAtMs: now, openAtMs: Number.NEGATIVE_INFINITY }
  }
  function count(key: string, rule: Rule, by: 1 | -1): void {
    const known = of(key)
    const now = nowMs()
    const wrong = Math.max(0, known.wrong + by)
    // Newest last, so that what is dropped when there are too many is the oldest.
    tries.delete(key)
    if (wrong > 0)
      tries.set(key, { wrong, lastAtMs: now, openAtMs: now + (by > 0 ? delayMs(rule, wrong) : 0) })
    for (const oldest of tries.keys()) {
      if (tries.size <= MOST_KEYS) break
      tries.delete(oldest)
    }
  }

  return {
    enter(account, address) {
      const accountKey = `account ${account}`
      const placeKey = `address ${addressKey(address)}`
      const now = nowMs()
      const waitMs = Math.max(of(accountKey).openAtMs, of(placeKey).openAtMs) - now
      if (waitMs > 0) return { ok: false, retryAfterMs: waitMs }
      count(accountKey, ACCOUNT_RULE, 1)
      count(placeKey, ADDRESS_RULE, 1)
      return {
        ok: true,
        right() {
          tries.delete(accountKey)
          count(placeKey, ADDRESS_RULE, -1)
        },
        notTried() {
          count(accountKey, ACCOUNT_RULE, -1)
          count(placeKey, ADDRESS_RULE, -1)
        },
      }
    },
  }
}
