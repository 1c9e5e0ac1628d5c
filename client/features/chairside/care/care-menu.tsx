// Owns the way to the acts of care that are seldom needed at the chair: sensors off, moves, another monitor, another patient,
// hand-over. Never does one unasked.
import { useState } from 'react'
import { useSignedIn } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { OfferDialog } from '../../../ui/handover/handover-dialog.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import type { BoardPart } from '../board-parts.ts'
import { type CareAct, CareActs } from './care-acts.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { ReassignDialog } from './reassign-dialog.tsx'
import { OffDialog } from './sensors-dialogs.tsx'
import { SwapDialog } from './swap-dialog.tsx'

export function CareMenu(part: BoardPart) {
  const { state, room, atMs } = part
  const signedIn = useSignedIn()
  const [asking, setAsking] = useState<CareAct | 'all' | undefined>()
  if (openSessionId(state) === undefined) return undefined
  const close = () => setAsking(undefined)
  return (
    <>
      <Button onClick={() => signedIn('The patient', () => setAsking('all'))}>Patient …</Button>
      {asking === 'all' && (
        <CareActs state={state} room={room} atMs={atMs} onAsk={setAsking} onClose={close} />
      )}
      {asking === 'off' && <OffDialog state={state} onClose={close} />}
      {asking === 'move' && <MoveDialog state={state} room={room} onClose={close} />}
      {asking === 'swap' && <SwapDialog state={state} room={room} onClose={close} />}
      {asking === 'reassign' && <ReassignDialog state={state} onClose={close} />}
      {asking === 'handover' && <OfferDialog roomId={room.roomId} roomName={room.roomName} onClose={close} />}
    </>
  )
}
