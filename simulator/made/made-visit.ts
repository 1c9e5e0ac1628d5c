// Owns the facts of a made visit: what a hub would write for each step, without one. Never decides a step, and never a rule:
// both are asked of where the hub and the screens ask, too.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { type CommandId, epochMs } from '@chairside/shared/ids.ts'
import type { Actor, Order, Outcome, RecordBody } from '@chairside/shared/record/record.ts'
import { invariant } from '@chairside/shared/result.ts'
import { baselineNow } from '@chairside/shared/visit/baseline.ts'
import { doseTyped } from '@chairside/shared/visit/dose.ts'
import { gateNow } from '@chairside/shared/visit/gate.ts'
import { baselineToFreeze } from '@chairside/shared/visit/gate-baseline.ts'
import { mayEnd } from '@chairside/shared/visit/outcome.ts'
import { DEMO_ORDER } from '../clinic-day.ts'
import type { Step } from '../visit-steps.ts'

export const MADE_NURSE: Actor = {
  personId: 'simulated-nurse' as Actor['personId'],
  name: 'Simulated nurse',
  role: 'nurse',
}
export const MADE_PHYSICIAN: Actor = {
  personId: 'simulated-physician' as Actor['personId'],
  name: 'Simulated physician',
  role: 'physician',
}
const COURSE = { courseId: 'simulated-course', indication: 'Simulated', number: 1, of: 6 } as const
/** From pressing to the hub. */
const ON_THE_WAY_MS = 60
const ENDS_HERE = 'The recording ends here.'

export type Stamps = { readonly commandId: () => CommandId }

export function madeOrder(atMs: number): Order {
  const { confirmed: _asked, appointmentId: _of, ...order } = DEMO_ORDER
  return {
    ...order,
    orderId: 'simulated-order',
    scope: 'course',
    signedBy: MADE_PHYSICIAN,
    signedAtMs: epochMs(atMs),
  }
}

/** What stands behind the opening of a made session. */
export const planFacts = ({ commandId }: Stamps, atMs: number): RecordBody[] => [
  { kind: 'phase', by: MADE_NURSE, commandId: commandId(), phase: 'checkIn' },
  { kind: 'plan', by: MADE_NURSE, commandId: commandId(), ...COURSE, order: madeOrder(atMs) },
]

type Pumped = {
  readonly rateMlPerHr: number
  readonly plan?: Extract<RecordBody, { kind: 'infusion' }>['plan']
}
/** An act at the pump, a moment ago. Pumps are set in tenths. */
export const pumpFact = (
  { commandId }: Stamps,
  act: Extract<RecordBody, { kind: 'infusion' }>['act'],
  nowMs: number,
  { rateMlPerHr, plan }: Pumped,
  more: { readonly completed?: true } = {},
): RecordBody => ({
  by: MADE_NURSE,
  commandId: commandId(),
  kind: 'infusion',
  act,
  atMs: epochMs(nowMs - ON_THE_WAY_MS),
  rateMlPerHr: Math.round(rateMlPerHr * 10) / 10,
  ...(plan === undefined ? {} : { plan }),
  ...more,
})

function doseFacts(
  state: SessionState,
  step: Extract<Step, { type: 'dose.set' }>,
  by: { by: Actor; commandId: CommandId },
): RecordBody[] {
  const { order } = state.visit.plan ?? {}
  const weight = state.visit.checkIn.weight?.detail
  if (order === undefined || weight?.item !== 'weight') return []
  const worked = doseTyped({ ...step, weightKg: weight.weightKg, order }, order.drug, false)
  invariant(worked.ok, `the made dose is refused: ${worked.ok ? '' : worked.error.message}`)
  return [{ ...by, kind: 'dose', ...worked.value }]
}

function placementFacts(
  state: SessionState,
  { detail }: Extract<Step, { type: 'checkIn.answer' }>,
  by: () => { by: Actor; commandId: CommandId },
): RecordBody[] {
  if (detail?.item === 'cuffArm') return [{ ...by(), kind: 'placement', cuff: detail.limb }]
  if (detail?.item !== 'probeHand') return []
  const cuff = state.visit.checkIn.cuffArm?.detail
  const onArm = cuff?.item === 'cuffArm' ? { cuff: cuff.limb } : {}
  return [{ ...by(), kind: 'placement', ...onArm, probe: detail.limb }]
}

/** The gate as it is found now, accepted: a hold by the physician. */
export function gateFact({ commandId }: Stamps, state: SessionState, nowMs: number): RecordBody {
  const { outcome, findings, values } = gateNow(state, nowMs)
  return {
    kind: 'gate',
    by: outcome === 'hold' ? MADE_PHYSICIAN : MADE_NURSE,
    commandId: commandId(),
    outcome,
    findings: [...findings],
    values,
    baseline: baselineNow(state, nowMs).soFar,
    ...(outcome === 'pass' ? {} : { reason: 'Simulated.' }),
  }
}

/** @returns what a hub would have written; nothing for a step that a made session does not have */
export function factsOf(stamps: Stamps, state: SessionState, step: Step, nowMs: number): RecordBody[] {
  const by = () => ({ by: MADE_NURSE, commandId: stamps.commandId() })
  const atMs = epochMs(nowMs - ON_THE_WAY_MS)
  switch (step.type) {
    case 'checkIn.answer': {
      const { item, detail } = step
      const answer: RecordBody = {
        ...by(),
        kind: 'checkIn',
        item,
        ...(detail === undefined ? {} : { detail }),
      }
      return [answer, ...placementFacts(state, step, by)]
    }
    case 'dose.set':
      return doseFacts(state, step, by())
    case 'phase.set':
      return [{ ...by(), kind: 'phase', phase: step.phase }]
    case 'cuff.order': {
      const source = Object.values(state.sources).find((one) => one.takesCuffOrders)
      if (source === undefined) return []
      const command = by()
      const { deviceId } = source
      return [{ ...command, kind: 'cuff.ordered', deviceId, orderId: command.commandId, cause: 'person' }]
    }
    case 'gate.accept':
      return [gateFact(stamps, state, nowMs)]
    case 'infusion.start': {
      const { drug = '', doseMg = 0, volumeMl = 0, minutes = 0 } = state.visit.dose ?? {}
      const plan = { drug, doseMg, volumeMl, minutes }
      const { rateMlPerHr } = step
      return [
        { ...by(), kind: 'baseline', ...baselineToFreeze(state, nowMs, nowMs) },
        pumpFact(stamps, 'start', nowMs, { rateMlPerHr, plan }),
      ]
    }
    case 'infusion.stop':
      return [pumpFact(stamps, 'stop', nowMs, { rateMlPerHr: 0 }, { completed: true })]
    case 'assessment.record': {
      const { scale, items } = step
      const value = items === undefined ? step.value : items.reduce((sum, one) => sum + one, 0)
      return [
        {
          ...by(),
          kind: 'assessment',
          scale,
          atMs,
          ...(value === undefined ? {} : { value }),
          ...(items === undefined ? {} : { items }),
        },
      ]
    }
    case 'sideEffect.begin': {
      const { effect, severity } = step
      return [{ ...by(), kind: 'sideEffect', event: 'began', effect, severity, atMs }]
    }
    case 'sideEffect.end':
      return [{ ...by(), kind: 'sideEffect', event: 'ended', ofSeq: step.ofSeq, atMs }]
    case 'signOff.set':
      return [{ ...by(), kind: 'signOff', item: step.item, met: step.met }]
    // Its monitor measures to the last second, and it is closed when it is long enough.
    default:
      return []
  }
}

/** The end of a made session, with the first outcome that its rules allow. */
export function endFact({ commandId }: Stamps, state: SessionState, nowMs: number): RecordBody {
  const outcomes: readonly (readonly [Outcome, Actor, string?])[] = [
    ['discharged', MADE_NURSE],
    ['dischargedEarly', MADE_PHYSICIAN, ENDS_HERE],
    ['notTreated', MADE_NURSE, ENDS_HERE],
    ['left', MADE_NURSE, ENDS_HERE],
  ]
  const found = outcomes.find(([outcome, by, reason]) => mayEnd(state, nowMs, outcome, by.role, reason).ok)
  invariant(found !== undefined, 'a made visit cannot be ended')
  const [outcome, by, reason] = found
  return {
    kind: 'session.closed',
    by,
    commandId: commandId(),
    openAlarms: Object.values(state.alarms).map(({ alarm }) => alarm.alarmId),
    outcome,
    ...(reason === undefined ? {} : { reason }),
  }
}
