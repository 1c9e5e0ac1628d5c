// Owns what the hub says of its own health on every mark: whether it can write, how full the disk is, and whether this
// machine's clock was set. Records each change. Never judges anything clinical.
import type { ClockStep, HubClock } from '@chairside/shared/clock.ts'
import type { Mark } from '@chairside/shared/protocol/screens.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import type { DiskState, SessionLog } from './log/session-log.ts'

/** Hub time for which a forward step is shown; a backward one is shown for as long as it lasts. */
const FORWARD_SHOWN_MS = 10 * 60_000
/** From here on hub time and the machine's clock differ enough to be said. */
const AHEAD_FROM_MS = 1_000

export type Health = {
  onMark(): Pick<Mark, 'recording' | 'disk' | 'clockNote'>
  canRecord(): boolean
  stepped(step: ClockStep): void
  stop(): void
}

const length = (ms: number): string => {
  const seconds = Math.round(Math.abs(ms) / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
const megabytes = (bytes: number): string =>
  Number.isFinite(bytes) ? `${Math.round(bytes / 1_048_576)} MB free` : 'room unknown'

export function createHealth(deps: {
  readonly log: SessionLog
  readonly clock: HubClock & { readonly aheadMs?: () => number }
  readonly record: (body: RecordBody) => void
  /** Something every screen must know now. */
  readonly onChange: (disk: DiskState) => void
}): Health {
  const { log, clock } = deps
  let disk: DiskState = { state: 'ok', freeBytes: Number.POSITIVE_INFINITY, reserve: 'present' }
  let failedSinceMs: number | undefined
  let toldReserve: DiskState['reserve'] = 'present'
  let forward: ClockStep | undefined

  const onDisk = (next: DiskState): void => {
    if (next.state === disk.state && next.reserve === disk.reserve) return
    disk = next
    const nowMs = clock.nowMs()
    if (next.state === 'failed') failedSinceMs ??= nowMs
    deps.onChange(next)
    // Not while it fails: a word of ours that still fits would make it look as if it could be written.
    if (next.state === 'failed') return
    if (failedSinceMs !== undefined)
      deps.record({
        kind: 'storage',
        state: 'failed',
        detail: `nothing could be written for ${length(nowMs - failedSinceMs)}`,
      })
    failedSinceMs = undefined
    const reserveUsed = next.reserve === 'used' && toldReserve === 'present'
    toldReserve = next.reserve
    deps.record({
      kind: 'storage',
      state: reserveUsed ? 'reserveUsed' : next.state,
      detail: `${megabytes(next.freeBytes)}${next.reserve === 'used' ? ', reserve used' : ''}`,
    })
  }

  const clockNote = (): string | undefined => {
    const aheadMs = clock.aheadMs?.() ?? 0
    if (aheadMs >= AHEAD_FROM_MS)
      return `This machine’s clock was set back; hub time runs ${length(aheadMs)} ahead of it.`
    if (forward === undefined || clock.nowMs() - forward.toMs > FORWARD_SHOWN_MS) return undefined
    return `This machine’s clock went forward by ${length(forward.toMs - forward.fromMs)}; hub time followed.`
  }

  const off = log.onDisk(onDisk)
  onDisk(log.disk())
  return {
    onMark() {
      const note = clockNote()
      return {
        recording: disk.state !== 'failed',
        disk: disk.state === 'failed' ? 'noNewSessions' : disk.state,
        ...(note === undefined ? {} : { clockNote: note }),
      }
    },
    canRecord: () => disk.state !== 'failed',
    stepped(step) {
      if (step.kind === 'forward' && step.toMs > step.fromMs) forward = step
      deps.record({ kind: 'clock.step', direction: step.kind, fromMs: step.fromMs, toMs: step.toMs })
    },
    stop: off,
  }
}
