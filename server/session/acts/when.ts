// Owns when an act was true: now, or the earlier time that a person says. Never takes a time that has not come, nor one before
// the session: a slip of the finger must not land in another patient's hour.
import type { EpochMs } from '@chairside/shared/ids.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { Act } from './act.ts'

type Said = { readonly atMs?: EpochMs | undefined; readonly fromPaper?: true | undefined }

/** For a sentence: 2:05, or 1:02:05. */
const clockAgo = (ms: number): string => {
  const s = Math.max(0, Math.round(ms / 1_000))
  const two = (n: number) => String(n).padStart(2, '0')
  return s < 3_600
    ? `${Math.floor(s / 60)}:${two(s % 60)}`
    : `${Math.floor(s / 3_600)}:${two(Math.floor((s % 3_600) / 60))}:${two(s % 60)}`
}

/**
 * @param notBeforeMs of something this act follows upon; absent: the opening of the session
 * @returns hub time, never after now; `in-future`, `time-out-of-session`, or `malformed` where paper names no time
 */
export function trueAt(act: Act, { atMs, fromPaper }: Said): Result<EpochMs> {
  const { command, nowMs, state } = act
  const openedAtMs = state.opened?.hubAtMs ?? 0
  if (atMs === undefined) {
    if (fromPaper)
      return refuse(
        'malformed',
        'What is written down from paper needs the time at which it was true.',
        'body.atMs',
      )
    return ok(Math.max(openedAtMs, Math.min(nowMs, command.pressedAtHubMs)) as EpochMs)
  }
  if (atMs > command.pressedAtHubMs)
    return refuse(
      'in-future',
      `That is ${clockAgo(atMs - command.pressedAtHubMs)} from now: give the time when it happened.`,
      'body.atMs',
    )
  if (atMs < openedAtMs)
    return refuse(
      'time-out-of-session',
      `That is ${clockAgo(openedAtMs - atMs)} before this session was opened: check the time.`,
      'body.atMs',
    )
  return ok(Math.min(nowMs, atMs) as EpochMs)
}
