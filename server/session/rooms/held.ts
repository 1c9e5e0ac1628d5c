// Owns the numbers of a room while no session is open: shown as NOT RECORDED, kept 15 minutes in memory, offered to the
// next session. Never written anywhere by itself.
import { emptySession, foldSession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { type EpochMs, recordSeq } from '@chairside/shared/ids.ts'
import { stamp } from '@chairside/shared/record/record.ts'
import { type Attached, bodyOf, type PreparedReport } from '../prepared.ts'

/** Source: PRODUCT "Chairside screen": the last 15 minutes are held in memory. */
export const HELD_FOR_MS = 15 * 60_000
/** A flood of backlog into a room without a session may not fill the memory. */
export const HELD_AT_MOST = 20_000

export type Held = {
  state(): SessionState
  attach(attached: Attached, nowMs: EpochMs): void
  detach(deviceId: Attached['deviceId'], nowMs: EpochMs): void
  take(report: PreparedReport, nowMs: EpochMs): void
  /**
   * What a session that opens now may take, in the order in which it came: the minutes of the devices that are still here.
   * What another device left behind may be another patient's, or not a patient's at all.
   */
  items(nowMs: EpochMs): readonly PreparedReport[]
  /** How far back `items` reaches, milliseconds. */
  heldMs(nowMs: EpochMs): number
  clear(): void
}

const measuredAt = (report: PreparedReport): number => (report.taken.ok ? report.taken.measuredAtMs : 0)

export function createHeld(): Held {
  let state: SessionState = emptySession
  let items: PreparedReport[] = []
  const here = new Set<Attached['deviceId']>()
  const seq = () => recordSeq(state.head + 1)

  const young = (nowMs: EpochMs): readonly PreparedReport[] => {
    // A backlog comes in behind what is newer than it, so each has to be looked at.
    items = items.filter((item) => measuredAt(item) >= nowMs - HELD_FOR_MS)
    return items.filter(({ origin }) => here.has(origin.deviceId))
  }
  return {
    state: () => state,
    attach: (attached, nowMs) => {
      here.add(attached.deviceId)
      state = foldSession(state, stamp(attached, seq(), nowMs))
    },
    detach: (deviceId, nowMs) => {
      here.delete(deviceId)
      state = foldSession(state, stamp({ kind: 'device.detached', deviceId, reason: 'lost' }, seq(), nowMs))
    },
    take: (report, nowMs) => {
      if (!report.taken.ok) return
      state = foldSession(state, stamp(bodyOf(state, report.origin, report.taken, nowMs), seq(), nowMs))
      if (measuredAt(report) < nowMs - HELD_FOR_MS) return
      items.push(report)
      if (items.length % 64 === 0) young(nowMs)
      if (items.length > HELD_AT_MOST) items = items.slice(-HELD_AT_MOST / 2)
    },
    items: young,
    heldMs: (nowMs) => {
      let oldest: number = nowMs
      for (const item of young(nowMs)) oldest = Math.min(oldest, measuredAt(item))
      return nowMs - oldest
    },
    clear: () => {
      items = []
    },
  }
}
