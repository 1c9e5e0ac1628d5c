// Owns what moves over the lanes: now, the cursor with everything after it dimmed, and the moment pointed at.
// Nothing else moves while somebody scrubs.
import { useStore } from 'zustand'
import type { SessionStore } from '../../session/view/store.ts'
import { MARGIN, xOf } from '../trend-chart/scale.ts'
import type { Geometry } from '../trend-chart/trend-chart.tsx'
import type { ProbeStore } from './read-out.tsx'
import styles from './trend-panel.module.css'
import { isFollowing } from './use-trend.ts'

export function CursorLayer({
  session,
  probe,
  geometry,
  live,
}: {
  readonly session: SessionStore
  readonly probe: ProbeStore
  readonly geometry: Geometry
  readonly live: boolean
}) {
  const { box, span, lanesTop, lanesBottom } = geometry
  const cursor = useStore(session.cursor.store)
  const probed = useStore(probe, ({ atMs }) => atMs)
  const following = isFollowing(cursor)
  const x = (atMs: number) => xOf(box, span, atMs)
  const seen = (atMs: number) => atMs >= span.fromMs && atMs <= span.toMs
  const height = lanesBottom - lanesTop
  const dimFrom = Math.min(box.width, Math.max(MARGIN.left, x(cursor.atMs)))
  return (
    <div className={styles['layer']} aria-hidden="true">
      {!following && (
        <div className={styles['dim']} style={{ left: dimFrom, height: lanesBottom }} data-dim={dimFrom} />
      )}
      {live && seen(cursor.range.toMs) && (
        <div
          className={styles['now']}
          style={{ top: lanesTop, height, transform: `translateX(${x(cursor.range.toMs)}px)` }}
        />
      )}
      {!following && seen(cursor.atMs) && (
        <div
          className={styles['cursor']}
          style={{ height: lanesBottom, transform: `translateX(${x(cursor.atMs)}px)` }}
          data-cursor={x(cursor.atMs)}
        />
      )}
      {probed !== undefined && seen(probed) && (
        <div
          className={styles['probe']}
          style={{ top: lanesTop, height, transform: `translateX(${x(probed)}px)` }}
        />
      )}
    </div>
  )
}
