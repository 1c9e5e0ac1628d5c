// Owns who comes in at the screen door: a person's sign-in or an enrolled screen, from this hub's own page.
// Never lets a device's token in, and never keeps a sign-in alive because a page came back by itself.
import { malformed } from '@chairside/shared/protocol/malformed.ts'
import { SCREEN_PROTOCOL, zScreenAuth } from '@chairside/shared/protocol/screens.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { Revocations } from '../doors/revocations.ts'
import type { Directory } from '../store/directory.ts'
import { newConn, type ScreenConn } from './screen-conn.ts'

export type Handshake = {
  readonly headers: {
    readonly origin?: string | undefined
    readonly host?: string | undefined
    readonly cookie?: string | undefined
  }
  readonly auth: unknown
}

export async function admitScreen(
  { headers, auth }: Handshake,
  deps: {
    readonly directory: Directory
    readonly originAllowed: (headers: Handshake['headers']) => boolean
    readonly wallMs: () => number
    readonly revocations: Revocations
  },
): Promise<Result<ScreenConn>> {
  if (typeof auth === 'object' && auth !== null && 'token' in auth)
    return refuse(
      'wrong-door',
      'A device’s token does not open the screen door; devices use /devices.',
      'auth.token',
    )
  if (headers.origin === undefined || !deps.originAllowed(headers))
    return refuse('origin-refused', 'Screens are opened from this hub’s own address only.')
  const parsed = zScreenAuth.safeParse(auth)
  if (!parsed.success) return { ok: false, error: malformed(parsed.error, 'The handshake') }
  if (parsed.data.protocol !== SCREEN_PROTOCOL)
    return refuse(
      'protocol-version',
      'This page is of another version than the hub: reload it.',
      'auth.protocol',
    )
  const { cookie } = headers
  const asOf = deps.revocations.asOf()
  const [signIn, enrolled] = await Promise.all([
    deps.directory.signInOf(cookie, false),
    deps.directory.screenOf(cookie),
  ])
  if (signIn === undefined && enrolled === undefined)
    return refuse('not-signed-in', 'Sign in, or enrol this screen, to see anything here.')
  return ok(newConn(cookie, signIn, enrolled, deps.wallMs(), asOf))
}
