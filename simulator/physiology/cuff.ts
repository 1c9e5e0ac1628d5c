// Owns what a cuff does: when it inflates, how long it takes, what it reads, when it fails and tries once more.
// Never repeats a reading: each cycle is told once, with its own start and its own time. Source: clinical facts §2.
import type { Random } from '@chairside/shared/random.ts'
import type { PressureResult } from '@chairside/shared/record/reading.ts'
import { CUFF_CYCLE_MS } from '@chairside/shared/vitals.ts'
import type { Body } from './patient.ts'

const CYCLE_S = { from: 20, to: 45 } as const
const DEVICE_SD = { systolic: 4, diastolic: 3.5 } as const
/** 2–5 % of cycles fail. */
const FAIL_SHARE = 0.035
/** Pause before the one retry (ours). */
const RETRY_AFTER_MS = 10_000
/** The first cycle of a room, so that a screen has a pressure soon (ours). */
const FIRST_AFTER_MS = 15_000

export type CuffEvent =
  | { readonly kind: 'started'; readonly startedAtMs: number; readonly orderId?: string }
  | {
      readonly kind: 'completed'
      readonly startedAtMs: number
      readonly measuredAtMs: number
      readonly result: PressureResult
    }

export type Cuff = {
  /** Somebody asks for a cycle now. While one runs, that one is the answer; an order heard twice is one order. */
  order(orderId: string): void
  /**
   * What happened up to this moment, in order.
   * @param nowMs hub time, not before the last call
   * @param body what is true in the body now
   * @param failing every cycle that ends now fails (a scenario's doing)
   */
  advance(nowMs: number, body: Body, failing: boolean): readonly CuffEvent[]
  /** Inflated at this moment: the arm below it has no pulse. */
  runningSinceMs(): number | undefined
}

/** What a cuff prints for this body: whole mmHg, with the device's own error. */
export function readCuff(random: Random, body: Body): { systolic: number; diastolic: number; mean: number } {
  const systolic = Math.round(body.systolic + DEVICE_SD.systolic * random.normal())
  const diastolic = Math.round(body.diastolic + DEVICE_SD.diastolic * random.normal())
  const factor =
    body.systolic === body.diastolic ? 1 / 3 : (body.mean - body.diastolic) / (body.systolic - body.diastolic)
  return { systolic, diastolic, mean: Math.round(diastolic + factor * (systolic - diastolic)) }
}

/**
 * @param everyMs the monitor's own interval, counted from the last cycle however it came about
 */
export function createCuff(random: Random, startedAtMs: number, everyMs: number = CUFF_CYCLE_MS): Cuff {
  let running: { startedAtMs: number; endsAtMs: number } | undefined
  let nextAtMs = startedAtMs + FIRST_AFTER_MS
  let ordered: string | undefined
  let lastOrder: string | undefined
  let retried = false

  const start = (atMs: number, orderId?: string): CuffEvent => {
    running = {
      startedAtMs: atMs,
      endsAtMs: atMs + Math.round(random.range(CYCLE_S.from, CYCLE_S.to) * 1_000),
    }
    nextAtMs = atMs + everyMs
    return { kind: 'started', startedAtMs: atMs, ...(orderId === undefined ? {} : { orderId }) }
  }

  const finish = (body: Body, failing: boolean): CuffEvent => {
    const { startedAtMs: began, endsAtMs } = running as NonNullable<typeof running>
    running = undefined
    const values = readCuff(random, body)
    // Drawn whether it is needed or not, so that a scenario's failures do not shift later readings.
    const failed = random.chance(FAIL_SHARE) || failing
    if (failed && !retried) {
      retried = true
      nextAtMs = Math.min(nextAtMs, endsAtMs + RETRY_AFTER_MS)
    } else retried = false
    return {
      kind: 'completed',
      startedAtMs: began,
      measuredAtMs: endsAtMs,
      result: failed ? { status: 'unavailable', reason: 'noReading' } : { status: 'measured', ...values },
    }
  }

  return {
    order(orderId) {
      if (orderId === lastOrder) return
      lastOrder = orderId
      if (running === undefined) ordered = orderId
    },
    advance(nowMs, body, failing) {
      const events: CuffEvent[] = []
      for (;;) {
        if (running !== undefined) {
          if (running.endsAtMs > nowMs) return events
          events.push(finish(body, failing))
        } else if (ordered !== undefined) {
          const orderId = ordered
          ordered = undefined
          events.push(start(nowMs, orderId))
        } else if (nextAtMs <= nowMs) events.push(start(Math.max(nextAtMs, nowMs)))
        else return events
      }
    },
    runningSinceMs: () => running?.startedAtMs,
  }
}
