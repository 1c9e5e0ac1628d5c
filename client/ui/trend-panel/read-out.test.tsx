// Proves that the read-out never puts a second number beside the tile's for the moment that both are of.
import { emptyTrends } from '@chairside/shared/fold/trends.ts'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import type { SessionStore } from '../../session/view/store.ts'
import { type Probe, ReadOut } from './read-out.tsx'

const SECOND = 1_000
/** The hub heard of 82 in time; what was measured at the very moment reached it later. */
const trends = emptyTrends()
trends.signals.heartRate.atMs.push(9 * SECOND, 10 * SECOND)
trends.signals.heartRate.value.push(82, 85)
trends.signals.heartRate.kind.push(0, 0)
trends.signals.heartRate.believedMs.push(10 * SECOND, 10 * SECOND)

const words = (probed: Probe, following = false, notNow?: { fromMs: number; toMs: number }): string =>
  renderToStaticMarkup(
    <ReadOut
      session={
        {
          view: createStore(() => ({ trends })),
          cursor: {
            store: createStore(() => ({
              playback: { is: following ? 'following' : 'paused' },
              atMs: 10 * SECOND,
            })),
          },
        } as unknown as SessionStore
      }
      probe={createStore<Probe>(() => probed)}
      source={{ trends, alarms: [], withRespiration: false }}
      scale={{ zone: 'Europe/Oslo', startedAtMs: 0 }}
      hint="Point at the trend to read any moment"
      notNow={notNow}
    />,
  ).replaceAll(/<[^>]+>/g, ' ')

describe('the read-out', () => {
  test('[UI78] at the cursor it names the moment; its numbers are the tiles’, known to the hub then', () => {
    const at = words({ pinned: false })
    expect(at).toContain('T+00:10')
    expect(at).not.toMatch(/\b8[25]\b/)
    expect(at).toContain('Point at the trend')
  })
  test('[UI78] a moment pointed at is read as it was measured', () => {
    expect(words({ atMs: 10 * SECOND, pinned: true })).toMatch(/HR\s+85/)
  })
  test('[UI79] a live trend that shows an older stretch says that it is not now, and which, whatever is read', () => {
    const older = { fromMs: 120 * SECOND, toMs: 420 * SECOND }
    const notNow = /NOT NOW:\s+T\+02:00 to T\+07:00/
    expect(words({ pinned: false }, true, older)).toMatch(notNow)
    const read = words({ atMs: 10 * SECOND, pinned: true }, true, older)
    expect(read).toMatch(notNow)
    expect(read).toMatch(/HR\s+85/)
    expect(words({ pinned: false }, true)).not.toContain('NOT NOW')
  })
})
