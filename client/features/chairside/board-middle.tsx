// Owns what stands first in the middle of the board in each phase of a visit: the list, the readings and the gate, the trend,
// recovery. The trend is one tap away from each; while somebody looks back there is only the trend.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { type ReactNode, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { ErrorTile } from '../../ui/error-tile.tsx'
import styles from './board-middle.module.css'
import { type BoardPart, isVisit } from './board-parts.ts'
import { BaselinePanel } from './check-in/baseline-panel.tsx'
import { CheckInPanel } from './check-in/check-in-panel.tsx'
import { RecoveryPanel } from './recovery/recovery-panel.tsx'

type View = 'checkIn' | 'baseline' | 'recovery' | 'trend'
const VIEW_WORDS: Readonly<Record<View, string>> = {
  checkIn: 'Check-in',
  baseline: 'Baseline, gate',
  recovery: 'Recovery',
  trend: 'Trend',
}

/** Which views a phase has, the first one first; none: the trend alone. */
export function viewsOf(state: Pick<SessionState, 'opened' | 'closed' | 'phase'>): readonly View[] {
  if (!isVisit(state) || state.closed !== undefined) return []
  switch (state.phase) {
    case 'checkIn':
      return ['checkIn', 'baseline', 'trend']
    case 'baseline':
      return ['baseline', 'checkIn', 'trend']
    case 'recovery':
    case 'ready':
      return ['recovery', 'checkIn', 'trend']
    default:
      return []
  }
}

/** In the order in which a visit goes, whichever stands first now. */
const inOrder = (views: readonly View[]): readonly View[] =>
  (Object.keys(VIEW_WORDS) as View[]).filter((view) => views.includes(view))

export function BoardMiddle({
  part,
  looking,
  children,
}: {
  readonly part: BoardPart
  readonly looking: boolean
  /** The trend. */
  readonly children: ReactNode
}) {
  const { state } = part
  // What was chosen counts for its phase: the next one begins with what it shows first.
  const [chosen, setChosen] = useState<{ readonly phase: SessionState['phase']; readonly view: View }>()
  const views = viewsOf(state)
  const first = views[0]
  if (first === undefined || looking) return children
  const view =
    chosen !== undefined && chosen.phase === state.phase && views.includes(chosen.view) ? chosen.view : first
  const tabs = (
    <nav className={styles['tabs']} aria-label="What stands beside the numbers">
      {inOrder(views).map((each) => (
        <Button
          key={each}
          kind={each === view ? 'plain' : 'quiet'}
          aria-pressed={each === view}
          onClick={() => setChosen({ phase: state.phase, view: each })}
        >
          {VIEW_WORDS[each]}
        </Button>
      ))}
    </nav>
  )
  return (
    <div className={styles['middle']} data-view={view}>
      <ErrorTile key={view} name={VIEW_WORDS[view]}>
        {view === 'checkIn' && <CheckInPanel {...part} tabs={tabs} />}
        {view === 'baseline' && <BaselinePanel {...part} tabs={tabs} />}
        {(view === 'recovery' || view === 'trend') && (
          <>
            {tabs}
            <div className={styles['view']}>{view === 'trend' ? children : <RecoveryPanel {...part} />}</div>
          </>
        )}
      </ErrorTile>
    </div>
  )
}
