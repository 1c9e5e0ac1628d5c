// Owns which web pages may speak to the hub, and whether what they say is encrypted. The socket doors ask here too:
// a page on another port of the same machine is sent our cookies, so a cookie alone proves nothing.
import { type Config, isEncrypted, isLoopback } from '../config.ts'

/** Request headers as Node gives them: names in small letters. */
export type DoorHeaders = Readonly<Record<string, string | string[] | undefined>>
export type DoorConfig = Pick<Config, 'publicUrl' | 'trustProxy' | 'tls' | 'allowHttp'>

const first = (header: string | string[] | undefined): string | undefined =>
  (Array.isArray(header) ? header[0] : header)?.split(',')[0]?.trim()

function schemeOf(headers: DoorHeaders, config: DoorConfig): 'http' | 'https' {
  if (config.tls !== undefined) return 'https'
  if (config.trustProxy !== undefined && first(headers['x-forwarded-proto']) === 'https') return 'https'
  return 'http'
}

function ownOrigin(headers: DoorHeaders, config: DoorConfig): URL | undefined {
  const forwarded = config.trustProxy === undefined ? undefined : first(headers['x-forwarded-host'])
  const text = `${schemeOf(headers, config)}://${forwarded ?? first(headers.host) ?? ''}`
  return URL.canParse(text) ? new URL(text) : undefined
}

/** Nothing but this machine can have been meant: a foreign name in Host is a page that re-bound its name to us. */
const isLocalOnly = (config: DoorConfig): boolean =>
  config.tls === undefined && !config.allowHttp && config.trustProxy === undefined

/**
 * Whether a request comes from the hub's own page: its Origin is PUBLIC_URL, or without one the host it was sent to.
 * A request without an Origin is refused; whoever has another way to prove itself (a device's token) is asked before.
 */
export function originAllowed(headers: DoorHeaders, config: DoorConfig): boolean {
  const origin = first(headers.origin)
  if (origin === undefined || !URL.canParse(origin)) return false
  const from = new URL(origin)
  if (config.publicUrl !== undefined) return from.origin === config.publicUrl
  const own = ownOrigin(headers, config)
  if (own === undefined || from.origin !== own.origin) return false
  return !isLocalOnly(config) || isLoopback(own.hostname) || own.hostname.endsWith('.localhost')
}

/** Whether what this viewer is sent is encrypted, or never leaves the machine. */
export function isSecure(headers: DoorHeaders, config: DoorConfig): boolean {
  if (isEncrypted(config) || schemeOf(headers, config) === 'https') return true
  const own = ownOrigin(headers, config)
  return own !== undefined && (isLoopback(own.hostname) || own.hostname.endsWith('.localhost'))
}
