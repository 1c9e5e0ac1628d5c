// Proves what the kept shell answers, and that nothing of the hub's ever comes out of it.
import { expect, test } from 'vitest'
import { saysAway, shellRule } from './shell-rules.ts'

const ORIGIN = 'https://hub.clinic'
const PARTS = ['/assets/index-abc.js', '/icon.svg']
const rule = (path: string, mode = 'navigate', method = 'GET') =>
  shellRule({ url: new URL(path, ORIGIN).href, mode, method }, ORIGIN, PARTS)

test('[UI270] pages of this site are asked of the hub first and kept; files of this build come out of the cache', () => {
  for (const path of ['/', '/evacuation', '/room/room-1?x=1', '/sessions/s1/summary', '/sign-in?next=%2F'])
    expect(rule(path)).toBe('page')
  for (const path of PARTS) expect(rule(path, 'no-cors')).toBe('part')
})

test('[UI270] nothing of the hub’s own is answered: data, sockets, downloads, another build’s files, other places, other methods', () => {
  for (const [path, mode, method] of [
    ['/api/me', 'cors', 'GET'],
    ['/api/sessions/s1/summary.pdf', 'navigate', 'GET'],
    ['/api', 'navigate', 'GET'],
    ['/socket.io/?EIO=4', 'cors', 'GET'],
    ['/assets/index-old.js', 'cors', 'GET'],
    ['/assets/index-old.js', 'navigate', 'GET'],
    ['/healthz', 'navigate', 'GET'],
    ['/sw.js', 'navigate', 'GET'],
    ['/evacuation', 'cors', 'GET'],
    ['/evacuation', 'navigate', 'POST'],
    ['https://elsewhere.clinic/assets/index-abc.js', 'no-cors', 'GET'],
    ['https://elsewhere.clinic/', 'navigate', 'GET'],
  ] as const)
    expect([path, mode, method, rule(path, mode, method)]).toEqual([path, mode, method, 'hub'])
})

test('[UI270] what stands before a hub and says that it is away counts as away; a refusal does not', () => {
  expect([502, 503, 504].every(saysAway)).toBe(true)
  expect([200, 304, 401, 404, 429, 500].some(saysAway)).toBe(false)
})
