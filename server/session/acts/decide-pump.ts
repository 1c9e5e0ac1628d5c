// Owns what is recorded of the pump and the cuff. Never controls a pump, and never guesses a rate.
import { phaseAfter } from '@chairside/shared/alarm/patient.ts'
import type { PumpEvent } from '@chairside/shared/fold/session-state.ts'
import type { EpochMs, RecordSeq } from '@chairside/shared/ids.ts'
import { type RecordBody, type RecordOf, stamp } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { checkRate } from '@chairside/shared/visit/dose.ts'
import { baselineToFreeze } from '@chairside/shared/visit/gate-baseline.ts'
import { mayStart } from '@chairside/shared/visit/may-start.ts'
import { phaseOfPump, rowOf, visitPhase } from '@chairside/shared/visit/phases.ts'
import { pumpOf, pumpOrder, pumpWith } from '@chairside/shared/visit/pump-log.ts'
import { isTheirs, startStands } from '@chairside/shared/visit/start-stands.ts'
import { CUFF_RUNS_AT_MOST_MS } from '@chairside/shared/vitals.ts'
import { mayStartHere } from '../rooms/played.ts'
import { type Act, isVisit, type SessionCommand, signed, unsigned } from './act.ts'
import { monitorBack } from './decide-sensors.ts'
import { checkPumpRate } from './pump-rate.ts'
import { trueAt } from './when.ts'

type InfusionCommand = Extract<SessionCommand, { type: `infusion.${string}` }>
type PumpBody = Omit<RecordOf<'infusion'>, 'v' | 'seq' | 'hubAtMs'>

/** Of a record that is still to be numbered: behind all that are. */
const NEXT = Number.MAX_SAFE_INTEGER as RecordSeq

/**
 * The phase record that a change of the pump log needs beside it, where those who follow the records would else be in another:
 * a late entry, an act taken back or put right.
 * @param heard the phase that follows from the records so far
 */
export function phaseBeside(
  act: Act,
  heard: ReturnType<typeof phaseAfter>,
  events: readonly PumpEvent[],
): RecordBody[] {
  const { phase: pump } = pumpOf(events)
  // Where only monitoring is kept, what comes before a start has no phase of its own.
  if (pump === 'none' && !isVisit(act)) return []
  const phase = phaseOfPump(act.state.phase, pump)
  return phase === undefined || phase === heard ? [] : [{ ...unsigned(act), kind: 'phase', phase }]
}

const isMoved = ({ lastInfusionSeq, command, state }: Act) =>
  lastInfusionSeq > command.basedOnSeq
    ? refuse(
        'state-moved',
        `Someone recorded something else about the pump a moment ago (now: ${state.infusion.phase}). Look, then press again if it still holds.`,
        'basedOnSeq',
      )
    : undefined

/** The first start of a visit: check-in, dose, baseline and gate; frozen with it is the baseline that the gate was passed with. */
function firstStart(act: Act, body: PumpBody): Result<RecordBody[]> {
  const { state, nowMs } = act
  const by = signed(act)
  const may = mayStart(state, nowMs, by.by.role)
  if (!may.ok) return may
  const stands = startStands(state, nowMs, body.atMs)
  if (!stands.ok) return stands
  const { dose } = state.visit
  if (dose === undefined)
    return refuse('check-in-incomplete', 'No dose has been worked out: enter it first.', 'body.type')
  const rate = checkRate({ ...dose, pumpRateMlPerHr: body.rateMlPerHr })
  if (!rate.ok) return refuse(rate.error.code, rate.error.message, 'body.rateMlPerHr')
  return ok([{ ...by, kind: 'baseline', ...baselineToFreeze(state, nowMs, body.atMs) }, body])
}

/** The dose as the plan of a start, where it is not the one that runs already. */
function planOf({ state }: Act): Pick<PumpBody, 'plan'> {
  const { dose } = state.visit
  if (dose === undefined) return {}
  const { drug, doseMg, volumeMl, minutes } = dose
  return { plan: { drug, doseMg, volumeMl, minutes } }
}

export function infusion(act: Act, body: InfusionCommand): Result<RecordBody[]> {
  const { state, nowMs } = act
  const { events } = state.infusion
  const moved = isMoved(act)
  if (moved !== undefined) return moved
  const here = body.type === 'infusion.start' ? mayStartHere(state) : ok(true)
  if (!here.ok) return here
  const said = trueAt(act, body)
  if (!said.ok) return said
  // Two who press at once: the second to be recorded was not before the first.
  const lastAtMs = Math.max(...events.filter((one) => !one.void).map((one) => one.atMs), 0)
  const atMs =
    body.atMs === undefined ? (Math.min(nowMs, Math.max(said.value, lastAtMs)) as EpochMs) : said.value
  const name = body.type.slice('infusion.'.length) as PumpBody['act']
  const rateMlPerHr = 'rateMlPerHr' in body ? body.rateMlPerHr : 0
  const plan =
    body.type !== 'infusion.start'
      ? {}
      : isVisit(act)
        ? planOf(act)
        : body.plan === undefined
          ? {}
          : { plan: body.plan }
  const written: PumpBody = {
    ...unsigned(act),
    kind: 'infusion',
    act: name,
    atMs,
    rateMlPerHr,
    ...plan,
    ...(body.type === 'infusion.stop' && body.completed ? { completed: true } : {}),
    ...(body.fromPaper ? { fromPaper: true } : {}),
  }
  const event: PumpEvent = { ...written, seq: NEXT, recordedAtMs: nowMs } as unknown as PumpEvent
  const after = pumpWith(events, event)
  if (!after.ok) return after
  const isFirst = events.every((one) => one.void)
  const isNewest = pumpOrder(after.value).at(-1)?.seq === NEXT
  const done: PumpBody = isNewest ? written : { ...written, inserted: true }
  const phase = visitPhase(state)
  if (isVisit(act) && !isFirst && isNewest && rowOf(phase, body.type) === undefined)
    return refuse(
      'phase-not-allowed',
      `This cannot be recorded in the phase "${phase}": look at the phase first.`,
      'body.type',
    )
  // What is written down late, from before something else, is of a time that nobody doubted.
  const theirs = isVisit(act) && isNewest && body.type === 'infusion.start' ? isTheirs(state) : ok(true)
  if (!theirs.ok) return theirs
  const rate = checkPumpRate(act, body, isFirst)
  if (!rate.ok) return rate
  const facts = isFirst && isVisit(act) ? firstStart(act, done) : ok<RecordBody[]>([done])
  if (!facts.ok) return facts
  const heard = phaseAfter(state.phase, stamp(done, NEXT, nowMs))
  const back = body.type === 'infusion.start' ? monitorBack(act) : []
  return ok([...facts.value, ...phaseBeside(act, heard, after.value), ...back])
}

export function orderCuff(act: Act): Result<RecordBody[]> {
  const source = Object.values(act.state.sources).find((one) => one.takesCuffOrders && one.connected)
  if (source === undefined)
    return refuse(
      'not-found',
      'No connected monitor in this room takes cuff orders: start the cuff at the monitor.',
    )
  const { runningSinceMs } = act.state.cuff
  // A cycle whose end never came keeps nobody from the next reading.
  if (runningSinceMs !== undefined && act.nowMs - runningSinceMs < CUFF_RUNS_AT_MOST_MS)
    return refuse('state-moved', 'The cuff is already measuring.', 'body.type')
  return ok([
    {
      ...unsigned(act),
      kind: 'cuff.ordered',
      deviceId: source.deviceId,
      orderId: act.orderId,
      cause: 'person',
    },
  ])
}
