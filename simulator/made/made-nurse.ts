// Owns what the nurse of a made session does: walks the visit, acknowledges what stands, slows the pump while it is grave, and
// stops when the volume is in. When and how much are ours, made to be seen in a replay; they are no guidance.
import type { ActiveAlarm, SessionState } from '@chairside/shared/fold/session-state.ts'
import type { CommandId } from '@chairside/shared/ids.ts'
import type { Random } from '@chairside/shared/random.ts'
import type { RecordBody, RecordOf } from '@chairside/shared/record/record.ts'
import { type Quantity, shown } from '@chairside/shared/vitals.ts'
import { nextStep } from '../visit-steps.ts'
import { factsOf, gateFact, MADE_NURSE, pumpFact } from './made-visit.ts'

/** A baseline that does not come, or a gate that holds, is a physician's after this long. */
const PHYSICIAN_AFTER_MS = 5 * 60_000
const SLOWED_TO = 0.5
const SLOWS_AFTER_MS = 20_000
/** No alarm for this long: the planned rate again. */
const QUIET_MS = 120_000
/** Who is still infusing then is stopped, so that the session ends with the pump off. */
const STOP_BEFORE_END_MS = 120_000

export type MadeNurse = {
  /** What is done at this moment, in order; once for each moment. */
  acts(state: SessionState, nowMs: number): readonly RecordBody[]
}
export type MadeNurseOptions = {
  readonly random: Random
  readonly openedAtMs: number
  readonly endsAtMs: number
  readonly commandId: () => CommandId
}

/** mL given through this moment, as the pump log says. */
export function givenMl({ infusion }: SessionState, nowMs: number): number {
  return infusion.rates.reduce((sum, { atMs, rateMlPerHr }, at) => {
    const toMs = Math.min(nowMs, infusion.rates[at + 1]?.atMs ?? nowMs)
    return sum + (rateMlPerHr * Math.max(0, toMs - atMs)) / 3_600_000
  }, 0)
}

type Values = RecordOf<'acknowledgement'>['values']
/** What stood on the screen when it was pressed, of the quantities that the alarm is about. */
function standing({ signals, cuff }: SessionState, atAlarm: Values): Values {
  const values: Values = {}
  for (const key of Object.keys(atAlarm)) {
    const quantity = key as Quantity
    const newest =
      quantity === 'systolic' || quantity === 'diastolic' || quantity === 'mean'
        ? cuff.last?.[quantity]
        : signals[quantity]?.lastValue
    const value = newest === undefined ? atAlarm[quantity] : shown(quantity, newest)
    if (value !== undefined) values[quantity] = value
  }
  return values
}

export function createMadeNurse(options: MadeNurseOptions): MadeNurse {
  const { random, openedAtMs, endsAtMs } = options
  /** By the number of the record that brought the alarm to its level: when the nurse gets to it. */
  const reaches = new Map<number, number>()
  let quietSinceMs: number | undefined
  let slowed: 'not yet' | 'slowed' | 'set back' = 'not yet'

  const by = () => ({ by: MADE_NURSE, commandId: options.commandId() })
  const rate = (nowMs: number, rateMlPerHr: number): RecordBody =>
    pumpFact(options, 'rate', nowMs, { rateMlPerHr })

  /** The physician accepts what the gate finds, however little it is; then the nurse starts. */
  const overrides = (state: SessionState, nowMs: number): RecordBody[] =>
    state.phase === 'baseline' && state.visit.gate === undefined && nowMs - openedAtMs >= PHYSICIAN_AFTER_MS
      ? [gateFact(options, state, nowMs)]
      : []

  /** What comes next in the visit; a start that waits for nothing but a baseline is not waited for longer. */
  const walks = (state: SessionState, nowMs: number): RecordBody[] => {
    const step = nextStep(state, nowMs)
    if (step !== undefined) return factsOf(options, state, step, nowMs)
    const { dose, gate } = state.visit
    if (state.phase === 'baseline' && gate?.outcome === 'hold' && dose !== undefined)
      return factsOf(options, state, { type: 'infusion.start', rateMlPerHr: dose.pumpRateMlPerHr }, nowMs)
    return overrides(state, nowMs)
  }

  const sees = (state: SessionState, { alarmId, level, values }: ActiveAlarm['alarm']): RecordBody => ({
    ...{ ...by(), kind: 'acknowledgement', alarmId, level },
    values: standing(state, values),
  })

  const acknowledges = (state: SessionState, active: ActiveAlarm, nowMs: number): RecordBody | undefined => {
    if (active.acknowledged !== undefined) return undefined
    const reachesAtMs = reaches.get(active.seq) ?? nowMs + Math.round(random.range(20_000, 50_000))
    reaches.set(active.seq, reachesAtMs)
    return nowMs < reachesAtMs ? undefined : sees(state, active.alarm)
  }

  const sets = (
    state: SessionState,
    active: readonly ActiveAlarm[],
    nowMs: number,
  ): RecordBody | undefined => {
    const isGrave = active.some(
      ({ alarm, acknowledged }) =>
        alarm.priority === 'high' &&
        acknowledged !== undefined &&
        nowMs - acknowledged.atMs >= SLOWS_AFTER_MS,
    )
    quietSinceMs = active.length > 0 ? undefined : (quietSinceMs ?? nowMs)
    if (slowed === 'not yet' && isGrave) {
      slowed = 'slowed'
      return rate(nowMs, state.infusion.rateMlPerHr * SLOWED_TO)
    }
    if (slowed === 'slowed' && quietSinceMs !== undefined && nowMs - quietSinceMs >= QUIET_MS) {
      slowed = 'set back'
      return rate(nowMs, state.visit.dose?.pumpRateMlPerHr ?? state.infusion.rateMlPerHr)
    }
    return undefined
  }

  return {
    acts(state, nowMs) {
      const active = Object.values(state.alarms)
      const acts: (RecordBody | undefined)[] = active.map((one) => acknowledges(state, one, nowMs))
      // What is over and was not reached in time is seen before anybody is let go.
      if (state.phase === 'recovery' || state.phase === 'ready')
        acts.push(...Object.values(state.latched).map(({ alarm }) => sees(state, alarm)))
      const isInfusing = state.infusion.phase === 'infusing'
      if (isInfusing && nowMs >= endsAtMs - STOP_BEFORE_END_MS)
        acts.push(pumpFact(options, 'stop', nowMs, { rateMlPerHr: 0 }))
      else {
        if (isInfusing) acts.push(sets(state, active, nowMs))
        // Nothing is begun that there is no time for.
        if (isInfusing || state.infusion.phase === 'stopped' || nowMs < endsAtMs - 2 * STOP_BEFORE_END_MS)
          acts.push(...walks(state, nowMs))
      }
      return acts.filter((act) => act !== undefined)
    },
  }
}
