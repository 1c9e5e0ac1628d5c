// Owns the numbers of a room while no session is open: shown as NOT RECORDED, kept 15 minutes in memory, offered to the
// next session. Never written anywhere by itself.
import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { type EpochMs, recordSeq } from '@chairside/shared/ids.ts'
import { stamp } from '@chairside/shared/record/record.ts'
import { type Attached, bodyOf, type PreparedReport } from './prepared.ts'

/** Source: PRODUCT "Chairside screen": the last 15 minutes are held in memory. */
export const HELD_FOR_MS = 15 * 60_000
/** A flood of backlog into a room without a session may not fill the memory. */
const HELD_AT_MOST = 20_000

export type Held = {
  state(): SessionState
  attach(attached: Attached, nowMs: EpochMs): void
  detach(deviceId: Attached['deviceId'], nowMs: EpochMs): void
  take(report: PreparedReport, nowMs: EpochMs): void
  /** What a session that opens now may take, oldest first. */
  items(nowMs: EpochMs): readonly PreparedReport[]
  /** How far back `items` reaches, milliseconds. */
  heldMs(nowMs: EpochMs): number
  clear(): void
}

const measuredAt = (report: PreparedReport): number => (report.taken.ok ? report.taken.measuredAtMs : 0)

export function createHeld(): Held {
  let state: SessionState = emptySession
  let items: PreparedReport[] = []
  const seq = () => recordSeq(state.head + 1)

  const items15 = (nowMs: EpochMs): readonly PreparedReport[] => {
    const from = nowMs - HELD_FOR_MS
    if (items.length > 0 && measuredAt(items[0] as PreparedReport) < from)
      items = items.filter((item) => measuredAt(item) >= from)
    return items
  }
  return {
    state: () => state,
    attach: (attached, nowMs) => {
      state = foldSession(state, stamp(attached, seq(), nowMs))
    },
    detach: (deviceId, nowMs) => {
      state = foldSession(state, stamp({ kind: 'device.detached', deviceId, reason: 'lost' }, seq(), nowMs))
    },
    take: (report, nowMs) => {
      if (!report.taken.ok) return
      state = foldSession(state, stamp(bodyOf(state, report.origin, report.taken, nowMs), seq(), nowMs))
      items.push(report)
      if (items.length > HELD_AT_MOST) items = items.slice(-HELD_AT_MOST / 2)
      if (items.length % 64 === 0) items15(nowMs)
    },
    items: items15,
    heldMs: (nowMs) => {
      const first = items15(nowMs)[0]
      return first === undefined ? 0 : Math.max(0, nowMs - measuredAt(first))
    },
    clear: () => {
      items = []
    },
  }
}
