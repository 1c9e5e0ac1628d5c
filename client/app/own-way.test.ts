// Where a screen goes by itself. No DOM, no router.
import type { Role } from '@chairside/shared/record/record.ts'
import { describe, expect, test } from 'vitest'
import type { LinkState } from '../session/hub/hub-link.ts'
import { isOwnPath, ownWay } from './own-way.ts'

const at = (href: string) => ({ pathname: href.split('?')[0] ?? '', href })
const outside = { phase: 'refused', refusal: { code: 'not-signed-in', message: '' } } as unknown as LinkState
const inside = (role: Role | undefined, place: object = {}): LinkState =>
  ({
    phase: 'live',
    self: {
      secure: true,
      zone: 'Europe/Oslo',
      demo: false,
      ...(role === undefined ? {} : { actor: { personId: 'p', name: 'N', role } }),
      ...place,
    },
  }) as unknown as LinkState

describe('where a screen goes by itself', () => {
  test('[UI94] nobody signed in: to sign in, and afterwards to where the link led', () => {
    expect(ownWay(outside, at('/'))).toEqual({ to: 'sign-in' })
    expect(ownWay(outside, at('/replay/s1?t=600000'))).toEqual({
      to: 'sign-in',
      next: '/replay/s1?t=600000',
    })
    expect(ownWay(outside, at('/sign-in'))).toBeUndefined()
    expect(ownWay(inside('qa'), at('/sign-in'), '/replay/s1?t=600000')).toEqual({
      to: 'path',
      path: '/replay/s1?t=600000',
    })
    expect(ownWay(inside('nurse'), at('/sign-in'))).toEqual({ to: 'path', path: '/' })
  })

  test('[UI81] QA begins at the list of sessions; who sees rooms begins there; a suite screen shows its rooms to QA too', () => {
    expect(ownWay(inside('qa'), at('/'))).toEqual({ to: 'path', path: '/sessions' })
    expect(ownWay(inside('qa'), at('/replay/s1'))).toBeUndefined()
    expect(ownWay(inside('nurse'), at('/'))).toBeUndefined()
    expect(ownWay(inside('physician'), at('/'))).toBeUndefined()
    expect(ownWay(inside('qa', { screenId: 'wall' }), at('/'))).toBeUndefined()
  })

  test('[UI30] a screen of one room without a person goes to its room', () => {
    const chair = inside(undefined, { screenId: 'x', roomId: 'room-1' })
    expect(ownWay(chair, at('/sessions'))).toEqual({ to: 'path', path: '/room/room-1' })
    expect(ownWay(chair, at('/room/room-1'))).toBeUndefined()
  })

  test('[UI90] a recording from a file stays where it is, whatever the hub says', () => {
    for (const link of [outside, inside(undefined, { screenId: 'x', roomId: 'room-1' }), inside('qa')])
      expect(ownWay(link, at('/open?file=a.ndjson'))).toBeUndefined()
  })

  test('[UI94] only a page of this site is followed after signing in', () => {
    for (const path of ['/sessions', '/replay/s1?t=1', '/']) expect(isOwnPath(path)).toBe(true)
    for (const path of [
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '/sign-in',
      7,
      undefined,
    ])
      expect(isOwnPath(path)).toBe(false)
  })
})
