// Owns the three tiles while somebody looks back: the session as it was at the cursor. What is still on its way is shown
// as no number at all, never as the moment before it.

import { rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import { useStore } from 'zustand'
import type { SessionStore, SessionView } from '../../../session/view/store.ts'
import { byUrgency } from '../../../ui/alarm-order.ts'
import { momentWords, type TimeScale } from '../../../ui/format.ts'
import { LookingBack } from '../../../ui/looking-back.tsx'
import { numbersOf } from '../../../ui/number-view.ts'
import styles from '../chairside.module.css'
import { Tiles, type TilesProps } from '../tiles.tsx'

export function PastTiles({
  session,
  view,
  nowMs,
  scale,
  cornerOf,
}: {
  readonly session: SessionStore
  readonly view: SessionView
  /** Hub time of now. */
  readonly nowMs: number
  readonly scale: TimeScale
  readonly cornerOf?: TilesProps['cornerOf']
}) {
  const { cursor } = session
  const atMs = useStore(cursor.store, (state) => state.atMs)
  const loading = useStore(cursor.store, (state) => state.loading)
  const problem = useStore(cursor.store, (state) => state.problem)
  const past = { moment: momentWords(atMs, scale), agoMs: nowMs - atMs }
  if (loading)
    return (
      <div className={styles['reading']} role="status">
        <LookingBack past={past} />
        <p>
          {problem === undefined
            ? 'Reading this moment …'
            : `${problem.message} This moment is asked for again by itself.`}
        </p>
      </div>
    )
  const { shown } = view
  return (
    <Tiles
      numbers={numbersOf(shown)}
      alarms={Object.values(shown.alarms).sort(byUrgency)}
      atMs={atMs}
      judged={!shown.quarantined}
      rules={rulesOfSession(shown)}
      facts={shown}
      past={past}
      cornerOf={cornerOf}
    />
  )
}
