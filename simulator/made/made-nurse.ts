// Owns what the nurse of a made session does: starts the infusion, acknowledges what stands, slows the pump while it is
// grave, and stops when the volume is in. When and how much are ours, made to be seen in a replay; they are no guidance.
import type { ActiveAlarm, SessionState } from '@chairside/shared/fold/session-state.ts'
import { type CommandId, epochMs } from '@chairside/shared/ids.ts'
import type { Random } from '@chairside/shared/random.ts'
import type { Actor, InfusionPlan, RecordBody, RecordOf } from '@chairside/shared/record/record.ts'
import { type Quantity, shown } from '@chairside/shared/vitals.ts'

export const MADE_NURSE: Actor = {
  personId: 'simulated-nurse' as Actor['personId'],
  name: 'Simulated nurse',
  role: 'nurse',
}
/** From pressing to the hub. */
const ON_THE_WAY_MS = 60
/** The infusion starts when there is a pressure to start from, or without one when it takes too long. */
const START_MS = { notBefore: 60_000, afterCuff: 15_000, atLatest: 180_000 } as const
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
  readonly plan: InfusionPlan
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
  const { random, plan, openedAtMs, endsAtMs } = options
  const plannedRate = (plan.volumeMl / plan.minutes) * 60
  /** By the number of the record that brought the alarm to its level: when the nurse gets to it. */
  const reaches = new Map<number, number>()
  let quietSinceMs: number | undefined
  let slowed: 'not yet' | 'slowed' | 'set back' = 'not yet'

  const by = () => ({ by: MADE_NURSE, commandId: options.commandId() })
  const pump = (
    act: RecordOf<'infusion'>['act'],
    nowMs: number,
    rateMlPerHr: number,
    more: { readonly plan?: InfusionPlan } = {},
  ): RecordBody => ({
    ...by(),
    kind: 'infusion',
    act,
    atMs: epochMs(nowMs - ON_THE_WAY_MS),
    // Pumps are set in tenths.
    rateMlPerHr: Math.round(rateMlPerHr * 10) / 10,
    ...more,
  })

  const startsNow = ({ cuff }: SessionState, nowMs: number): boolean => {
    const since = nowMs - openedAtMs
    if (cuff.last === undefined) return since >= START_MS.atLatest
    return since >= START_MS.notBefore && nowMs - cuff.last.measuredAtMs >= START_MS.afterCuff
  }

  const acknowledges = (state: SessionState, active: ActiveAlarm, nowMs: number): RecordBody | undefined => {
    if (active.acknowledged !== undefined) return undefined
    const reachesAtMs = reaches.get(active.seq) ?? nowMs + Math.round(random.range(20_000, 50_000))
    reaches.set(active.seq, reachesAtMs)
    if (nowMs < reachesAtMs) return undefined
    const { alarmId, level, values } = active.alarm
    return { ...by(), kind: 'acknowledgement', alarmId, level, values: standing(state, values) }
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
      return pump('rate', nowMs, state.infusion.rateMlPerHr * SLOWED_TO)
    }
    if (slowed === 'slowed' && quietSinceMs !== undefined && nowMs - quietSinceMs >= QUIET_MS) {
      slowed = 'set back'
      return pump('rate', nowMs, plannedRate)
    }
    return undefined
  }

  return {
    acts(state, nowMs) {
      const active = Object.values(state.alarms)
      const acts = active.map((one) => acknowledges(state, one, nowMs))
      const { phase } = state.infusion
      if (phase === 'none') {
        if (startsNow(state, nowMs)) acts.push(pump('start', nowMs, plannedRate, { plan }))
      } else if (phase === 'infusing') {
        const isOver = givenMl(state, nowMs) >= plan.volumeMl || nowMs >= endsAtMs - STOP_BEFORE_END_MS
        acts.push(isOver ? pump('stop', nowMs, 0) : sets(state, active, nowMs))
      }
      return acts.filter((act) => act !== undefined)
    },
  }
}
