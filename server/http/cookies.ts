// Owns how the two cookies are written: a person's sign-in and a screen's place. Neither can be read by a page.
import { type Config, isEncrypted } from '../config.ts'
import { SCREEN_COOKIE } from '../store/screens.ts'
import { SIGN_IN_COOKIE } from '../store/sign-ins.ts'

/** The longest browsers keep a cookie; written anew each time the screen's page opens. */
const SCREEN_COOKIE_S = 400 * 24 * 3_600

export type Cookies = {
  signIn(secret: string): string
  noSignIn(): string
  screen(secret: string): string
  noScreen(): string
}

export function createCookies(config: Pick<Config, 'tls' | 'publicUrl' | 'signIn'>): Cookies {
  const write = (name: string, value: string, maxAgeS: number): string =>
    `${name}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Strict${isEncrypted(config) ? '; Secure' : ''}`
  return {
    signIn: (secret) => write(SIGN_IN_COOKIE, secret, Math.ceil(config.signIn.maxMs / 1000)),
    noSignIn: () => write(SIGN_IN_COOKIE, '', 0),
    screen: (secret) => write(SCREEN_COOKIE, secret, SCREEN_COOKIE_S),
    noScreen: () => write(SCREEN_COOKIE, '', 0),
  }
}
