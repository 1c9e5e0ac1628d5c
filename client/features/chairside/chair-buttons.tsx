// Owns the buttons under the trend that open what is seldom needed at the chair: the alarm log, this patient's limits, and
// what belongs to the chair itself (quiet, audio off, where cuff and probe are).
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { useState } from 'react'
import { useSignedIn } from '../../session/use-screen.ts'
import { Button } from '../../ui/button.tsx'
import type { TimeScale } from '../../ui/format.ts'
import { openSessionId } from './alarms/alarm-acts.tsx'
import { LimitsDialog } from './alarms/limits-dialog.tsx'
import { ChairDialog } from './chair-dialog.tsx'

export function ChairButtons({
  state,
  atMs,
  scale,
  logOpen,
  onLog,
}: {
  readonly state: SessionState
  /** Hub time. */
  readonly atMs: number
  readonly scale: TimeScale
  readonly logOpen: boolean
  readonly onLog: () => void
}) {
  const signedIn = useSignedIn()
  const [asking, setAsking] = useState<'limits' | 'chair' | undefined>()
  const open = openSessionId(state) !== undefined
  const ask = (which: 'limits' | 'chair') => () =>
    signedIn(which === 'limits' ? 'Limits' : 'The chair', () => setAsking(which))
  const close = () => setAsking(undefined)
  return (
    <>
      <Button aria-expanded={logOpen} onClick={onLog}>
        Alarm log
      </Button>
      {open && <Button onClick={ask('limits')}>Limits …</Button>}
      {open && <Button onClick={ask('chair')}>Chair …</Button>}
      {asking === 'limits' && <LimitsDialog state={state} atMs={atMs} scale={scale} onClose={close} />}
      {asking === 'chair' && <ChairDialog state={state} atMs={atMs} scale={scale} onClose={close} />}
    </>
  )
}
