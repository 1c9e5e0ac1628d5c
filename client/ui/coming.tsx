// Owns what can be pressed on an alarm from any screen but its room's own: "Coming", and taking that back within 10 s.
// Never offers it for what makes no sound, or for what somebody has already answered.
import type { RoomAlarm } from '@chairside/shared/protocol/screens.ts'
import { Button } from './button.tsx'

/** Source: clinical facts §5 "Coming": sound off 60 s; undo for 10 s. */
const COMING_MS = 60_000
const UNDO_MS = 10_000

export type ComingTo = Pick<
  RoomAlarm,
  'alarmId' | 'priority' | 'acknowledgedBy' | 'latched' | 'silent' | 'coming' | 'text'
>

export const mayCome = ({ acknowledgedBy, latched, silent, coming }: ComingTo, nowMs: number): boolean =>
  acknowledgedBy === undefined &&
  latched !== true &&
  silent !== true &&
  (coming === undefined || coming.untilMs <= nowMs)

/** The answer that this person gave a moment ago and may still take back. */
export const undoableComing = (
  { coming }: ComingTo,
  name: string | undefined,
  nowMs: number,
): number | undefined =>
  coming !== undefined && coming.by === name && nowMs - (coming.untilMs - COMING_MS) < UNDO_MS
    ? coming.seq
    : undefined

export function ComingButtons({
  alarm,
  roomName,
  nowMs,
  name,
  waiting,
  onComing,
  onUndo,
}: {
  readonly alarm: ComingTo
  readonly roomName: string
  /** Hub time. */
  readonly nowMs: number
  /** Who is signed in here. */
  readonly name: string | undefined
  readonly waiting: boolean
  readonly onComing: () => void
  readonly onUndo: (ofSeq: number) => void
}) {
  const undo = undoableComing(alarm, name, nowMs)
  if (undo !== undefined)
    return (
      <Button aria-label={`Undo coming to ${roomName}`} disabled={waiting} onClick={() => onUndo(undo)}>
        Undo
      </Button>
    )
  if (!mayCome(alarm, nowMs)) return undefined
  return (
    <Button aria-label={`Coming to ${roomName}`} disabled={waiting} onClick={onComing}>
      {waiting ? 'Sending' : 'Coming'}
    </Button>
  )
}
