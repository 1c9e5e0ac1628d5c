// Owns what a simulated nurse does next in a visit, from its state alone: check-in, baseline, gate, start, observations, recovery,
// the ride home. Never acts: whoever walks the visit does. When and what are ours, made to be seen; they are no guidance.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { RecordSeq, SessionId } from '@chairside/shared/ids.ts'
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { CHECK_IN_ITEMS, type CheckInDetail, type CheckInItem } from '@chairside/shared/record/record.ts'
import { baselineNow } from '@chairside/shared/visit/baseline.ts'
import { doseNow } from '@chairside/shared/visit/check-in.ts'
import { dischargeNow, endOfInfusion } from '@chairside/shared/visit/discharge.ts'
import { doseOf } from '@chairside/shared/visit/dose.ts'
import { gateNow } from '@chairside/shared/visit/gate.ts'
import { gateFails } from '@chairside/shared/visit/gate-accepted.ts'
import { observationsDue } from '@chairside/shared/visit/observations.ts'
import { mayEnd } from '@chairside/shared/visit/outcome.ts'
import { phaseStep } from '@chairside/shared/visit/phases.ts'
import { infusedMl } from '@chairside/shared/visit/pump-log.ts'

/** The simulated patient; clinical facts §6 give 35 mg as their example. */
const WEIGHT_KG = 70
const MINUTE = 60_000
/** One side effect, so that a trend has one: from here after the start to here after the end. */
const EFFECT = { fromMs: 9 * MINUTE, toMs: 12 * MINUTE } as const
const ALDRETE_AFTER_MS = 25 * MINUTE
const SIGNS_AFTER_MS = 35 * MINUTE
/** A cuff that was ordered and does not answer is not asked again at once. */
const ORDER_AGAIN_MS = 90_000

type Distributed<B> = B extends { sessionId: SessionId } ? Omit<B, 'sessionId'> : never
/** A command without its session. */
export type Step = Distributed<
  Extract<
    CommandBody,
    {
      type:
        | 'checkIn.answer'
        | 'plan.refresh'
        | 'dose.set'
        | 'phase.set'
        | 'cuff.order'
        | 'gate.accept'
        | 'gate.ask'
        | 'infusion.start'
        | 'infusion.stop'
        | 'assessment.record'
        | 'sideEffect.begin'
        | 'sideEffect.end'
        | 'signOff.set'
        | 'monitor.off'
        | 'session.end'
    }
  >
>

function detailOf(item: CheckInItem, state: SessionState): CheckInDetail | undefined {
  const { opened, visit } = state
  switch (item) {
    case 'identity':
      return { item, identifiers: ['name', 'birthDate'], patientCode: visit.patientCode ?? '' }
    case 'order':
      return visit.plan?.order === undefined ? undefined : { item, orderId: visit.plan.order.orderId }
    case 'weight':
      return { item, weightKg: WEIGHT_KG, unit: 'kg', entered: WEIGHT_KG }
    case 'exclusions':
      return { item, uncontrolledHypertension: false, psychosis: false, raisedIcp: false }
    case 'profile': {
      const { name = '', version = 1 } = opened?.profile ?? {}
      return { item, name, version }
    }
    case 'ivSite':
      return { item, limb: 'leftArm', site: 'forearm' }
    case 'cuffArm':
      return { item, limb: 'rightArm' }
    case 'probeHand':
      return { item, limb: 'leftArm' }
    case 'fasting':
      return { item, solidsHours: 9, clearHours: 3 }
    case 'escort':
      return { item, arranged: true }
    case 'allergies':
      return { item, none: true, text: '' }
    case 'medicines':
      return { item, text: 'sertraline', lastOpioid: 'none', lastBenzodiazepine: 'none', lastAlcohol: 'none' }
    case 'pregnancy':
      return { item, result: 'notNeeded' }
    case 'suicide':
      return { item, thoughts: false, text: '' }
    default:
      return { item }
  }
}

function inCheckIn(state: SessionState): Step | undefined {
  const { visit } = state
  for (const item of CHECK_IN_ITEMS) {
    const detail = visit.checkIn[item] === undefined ? detailOf(item, state) : undefined
    if (detail !== undefined) return { type: 'checkIn.answer', item, detail }
  }
  const order = visit.plan?.order
  const weight = visit.checkIn.weight?.detail
  if (order === undefined) return { type: 'plan.refresh' }
  if (weight?.item !== 'weight') return undefined
  if (doseNow(state).state !== 'open') return { type: 'phase.set', phase: 'baseline' }
  // 1 mg in each mL.
  const { doseMg } = doseOf(order, weight.weightKg, 1)
  const { volumeMl, minutes, rateMlPerHr } = doseOf(order, weight.weightKg, doseMg)
  const pumpRateMlPerHr = Math.round(rateMlPerHr * 10) / 10
  return { type: 'dose.set', doseMg, volumeMl, minutes, pumpRateMlPerHr }
}

/** A cycle, unless one runs, has been ordered, or no monitor here takes orders. */
function orderCuff({ cuff, sources }: SessionState, nowMs: number): Step | undefined {
  const isAsked =
    cuff.runningSinceMs !== undefined ||
    (cuff.orderedAtMs !== undefined && nowMs - cuff.orderedAtMs < ORDER_AGAIN_MS)
  const takes = Object.values(sources).some((one) => one.takesCuffOrders && one.connected)
  return isAsked || !takes ? undefined : { type: 'cuff.order' }
}

function inBaseline(state: SessionState, nowMs: number): Step | undefined {
  const { visit } = state
  const { stage, nextAtMs = 0, soFar } = baselineNow(state, nowMs)
  if (stage !== 'enough') return nowMs < nextAtMs ? undefined : orderCuff(state, nowMs)
  if (soFar.heartRate === undefined || soFar.spo2 === undefined) return undefined
  const [due] = observationsDue(state, nowMs)
  if (due?.scale === 'moaas' && due.due) return { type: 'assessment.record', scale: 'moaas', value: 5 }
  const look = gateNow(state, nowMs)
  if (gateFails(state, nowMs, look) !== undefined) {
    // A hold waits for a physician.
    if (look.outcome !== 'hold')
      return { type: 'gate.accept', ...(look.outcome === 'pass' ? {} : { reason: 'as at every session' }) }
    const isAsked = visit.gateAsked !== undefined || visit.gateRefused !== undefined
    return isAsked ? undefined : { type: 'gate.ask', reason: 'as at every session' }
  }
  const { dose } = visit
  return dose === undefined ? undefined : { type: 'infusion.start', rateMlPerHr: dose.pumpRateMlPerHr }
}

const ALDRETE: Step = { type: 'assessment.record', scale: 'aldrete', items: [2, 2, 2, 2, 2] }
const goingOn = ({ visit }: SessionState) =>
  visit.sideEffects.find((one) => one.void !== true && one.endedAtMs === undefined)

function whileInfusing(state: SessionState, nowMs: number): Step | undefined {
  const { startedAtMs = nowMs, plan, rates } = state.infusion
  if (plan !== undefined && infusedMl(rates, nowMs) >= plan.volumeMl)
    return { type: 'infusion.stop', completed: true }
  if (nowMs - startedAtMs >= EFFECT.fromMs && state.visit.sideEffects.length === 0)
    return { type: 'sideEffect.begin', effect: 'dissociation', severity: 'mild' }
  const due = observationsDue(state, nowMs).find((one) => one.due && one.scale === 'moaas')
  return due === undefined ? undefined : { type: 'assessment.record', scale: 'moaas', value: 4 }
}

const SIGNED_IN_RECOVERY = ['dissociation', 'nausea', 'walks'] as const
const SIGNED_AT_THE_DOOR = ['escortHere', 'advice'] as const

/** What a HIGH has come after is judged again, once nothing is HIGH any more. */
function judgesAgain(state: SessionState, nowMs: number): Step | undefined {
  if (Object.values(state.alarms).some(({ alarm }) => alarm.priority === 'high')) return undefined
  const line = dischargeNow(state, nowMs).items.find((one) => one.beforeHigh !== undefined)
  if (line === undefined) return undefined
  if (line.item === 'moaas') return { type: 'assessment.record', scale: 'moaas', value: 5 }
  if (line.item === 'aldrete') return ALDRETE
  const item = SIGNED_IN_RECOVERY.find((one) => one === line.item)
  return item === undefined ? undefined : { type: 'signOff.set', item, met: true }
}

function afterTheEnd(state: SessionState, nowMs: number): Step | undefined {
  const sinceMs = nowMs - (endOfInfusion(state) ?? nowMs)
  const effect = goingOn(state)
  if (effect !== undefined && sinceMs >= EFFECT.toMs)
    return { type: 'sideEffect.end', ofSeq: effect.seq as RecordSeq }
  const due = observationsDue(state, nowMs).find((one) => one.due && one.scale === 'moaas')
  if (due !== undefined)
    return { type: 'assessment.record', scale: 'moaas', value: sinceMs < EFFECT.toMs ? 4 : 5 }
  const hasAldrete = state.visit.assessed.some((one) => one.scale === 'aldrete' && one.void !== true)
  if (sinceMs >= ALDRETE_AFTER_MS && !hasAldrete) return ALDRETE
  if (sinceMs < SIGNS_AFTER_MS) return undefined
  const again = judgesAgain(state, nowMs)
  if (again !== undefined) return again
  const item = SIGNED_IN_RECOVERY.find((one) => state.visit.signOffs[one] === undefined)
  if (item !== undefined) return { type: 'signOff.set', item, met: true }
  if (phaseStep(state, 'ready', 'nurse', nowMs).ok) return { type: 'phase.set', phase: 'ready' }
  const { items } = dischargeNow(state, nowMs)
  const waitsForCuff = items.some((one) => one.item === 'pressure' && !one.met)
  return waitsForCuff && sinceMs >= SIGNS_AFTER_MS + 10 * MINUTE ? orderCuff(state, nowMs) : undefined
}

function ready(state: SessionState, nowMs: number): Step | undefined {
  const again = judgesAgain(state, nowMs)
  if (again !== undefined) return again
  const item = SIGNED_AT_THE_DOOR.find((one) => state.visit.signOffs[one] === undefined)
  if (item !== undefined) return { type: 'signOff.set', item, met: true }
  if (state.monitorOff === undefined) return { type: 'monitor.off', on: true }
  return mayEnd(state, nowMs, 'discharged', 'nurse', undefined).ok
    ? { type: 'session.end', outcome: 'discharged' }
    : undefined
}

/**
 * What is to be done now, one thing at a time; undefined: wait. What people do meanwhile is seen in the state.
 * @param nowMs hub time
 */
export function nextStep(state: SessionState, nowMs: number): Step | undefined {
  if (state.opened === undefined || state.closed !== undefined) return undefined
  switch (state.phase) {
    case 'checkIn':
      return inCheckIn(state)
    case 'baseline':
      return inBaseline(state, nowMs)
    case 'infusing':
      return whileInfusing(state, nowMs)
    case 'recovery':
      return afterTheEnd(state, nowMs)
    case 'ready':
      return ready(state, nowMs)
    // What somebody paused, and an emergency, are people's.
    default:
      return undefined
  }
}
