// Owns what stands under the pump log: in a visit what can be observed and given, and what happened, one tap from one another;
// without a visit what happened. While somebody looks back: what happened.
import { type ReactNode, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { ErrorTile } from '../../ui/error-tile.tsx'
import { type BoardPart, isVisit } from './board-parts.ts'
import { ObservePanel } from './observe/observe-panel.tsx'

export function BoardSide({
  part,
  looking,
  logOf,
}: {
  readonly part: BoardPart
  readonly looking: boolean
  /** What happened, with what stands in its head. */
  readonly logOf: (headEnd?: ReactNode) => ReactNode
}) {
  const [log, setLog] = useState(false)
  const observes = isVisit(part.state) && part.state.closed === undefined && !looking
  // A visit ends by an outcome, never from here.
  if (!observes) return <ErrorTile name="Log">{logOf(isVisit(part.state) ? <span /> : undefined)}</ErrorTile>
  if (log)
    return (
      <ErrorTile name="Log">
        {logOf(
          <Button kind="quiet" onClick={() => setLog(false)}>
            ‹ Back
          </Button>,
        )}
      </ErrorTile>
    )
  return (
    <ErrorTile name="Observe">
      <ObservePanel
        {...part}
        headEnd={
          <Button kind="quiet" onClick={() => setLog(true)}>
            What happened
          </Button>
        }
      />
    </ErrorTile>
  )
}
