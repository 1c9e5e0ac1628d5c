// Owns what each item but a value teaches about technical conditions: devices, cuff, screens, clocks, holds, phases.
// Never decides anything, and learns of a decided fact only what its body says.
import { phasesOf } from '../../fold/visit-phases.ts'
import type { Phase } from '../../record/care-kinds.ts'
import { afterPhase, afterStart } from '../cuff/cuff-grid.ts'
import { laidGrid } from '../cuff/cuff-lay.ts'
import type { EngineState } from '../engine-state.ts'
import { atOf, type Item } from '../part.ts'
import type { PatientState } from '../patient.ts'
import { ladderOf, type Rules, type TechnicalKind } from '../rules.ts'
import { cuffAfter } from './technical-cuff.ts'
import { devicesAfterAttach, devicesAfterDetach } from './technical-devices.ts'
import { batteriesAfter, clocksAfter, clocksOver, clocksSeen } from './technical-health.ts'
import { holdingAfter } from './technical-holding.ts'
import { isOfPump, pumpAfter } from './technical-pump.ts'
import { coverageAfter } from './technical-screens.ts'
import { type TechnicalState, withGap } from './technical-state.ts'

/** The name that these rules give a kind of which there is one. */
export const conditionOf = (rules: Rules, kind: TechnicalKind): string =>
  rules.technical.find((rule) => rule.kind === kind)?.condition ?? kind

/** What a new phase does to the grid and to the count of MOAA/S. */
function afterPhaseOf(rules: Rules, technical: TechnicalState, phase: Phase, item: Item): TechnicalState {
  const atMs = atOf(item)
  const endedMs = item.kind === 'infusion' ? item.atMs : atMs
  const grid = phase === 'recovery' ? { ...technical.grid, recoveryMs: endedMs } : technical.grid
  return { ...technical, phase, phaseMs: atMs, awakes: 0, grid: afterPhase(rules, grid, phase, atMs) }
}

/**
 * The grid after what was done at the pump was put right, taken back or written in between: laid from what stands now, so that
 * the reading that is due and the one that the chair says are one. A start put later puts the reading off with it.
 */
function relaid(rules: Rules, technical: TechnicalState, { phase, given }: PatientState): TechnicalState {
  const { grid, infusion, phaseActs } = technical
  const { readMs, landedMs, firstMs } = grid
  const laid = laidGrid(rules, {
    ...{ events: infusion.events, phases: phasesOf(phaseActs, infusion.events), firstMs, given, phase },
    ...(readMs === 0 ? {} : { read: { readMs, landedMs } }),
  })
  return { ...technical, grid: laid }
}

function afterItem(rules: Rules, state: EngineState, item: Item): TechnicalState {
  const { technical } = state
  switch (item.kind) {
    case 'session.opened':
      return { ...technical, openedMs: item.hubAtMs }
    case 'device.attached': {
      const { deviceId, offsetMs, hubAtMs } = item
      const devices = devicesAfterAttach(technical, item)
      return { ...technical, devices, clocks: clocksAfter(technical, deviceId, offsetMs, 0, hubAtMs) }
    }
    case 'device.detached': {
      const devices = devicesAfterDetach(technical, item)
      const isGone = devices[item.deviceId]?.link === 'left'
      if (!isGone) return { ...technical, devices }
      // A device that was taken away has neither battery nor clock here any more.
      const { [item.deviceId]: _clock, ...clocks } = technical.clocks
      const one = { deviceId: item.deviceId, atMs: item.hubAtMs }
      return { ...technical, devices, clocks, batteries: batteriesAfter(technical, one, false) }
    }
    case 'device.clock': {
      const { deviceId, offsetMs, changedByMs, hubAtMs } = item
      return { ...technical, clocks: clocksAfter(technical, deviceId, offsetMs, changedByMs, hubAtMs) }
    }
    case 'battery': {
      const { deviceId, hubAtMs: atMs, percent } = item
      const batteries = batteriesAfter(technical, { deviceId, atMs, percent }, item.state === 'low')
      return { ...technical, batteries }
    }
    case 'bloodPressure':
      return cuffAfter(rules, state, item)
    case 'cuff.ordered':
      return { ...technical, cuffOrderedMs: Math.max(technical.cuffOrderedMs, atOf(item)) }
    case 'phase':
    case 'help': {
      const set = item.kind === 'help' ? ('emergency' as const) : item.phase
      const act = { seq: item.seq, phase: set, atMs: item.hubAtMs }
      return { ...technical, phaseActs: [...technical.phaseActs, act] }
    }
    case 'infusion':
      return item.act === 'start'
        ? { ...technical, grid: afterStart(rules, technical.grid, state.patient.phase, item.atMs) }
        : technical
    case 'assessment':
      // A patient who was left undisturbed was not seen to be awake, nor not to be.
      if (state.patient.phase !== 'recovery' || item.scale !== 'moaas' || item.notDisturbed) return technical
      return { ...technical, awakes: item.value === 5 ? technical.awakes + 1 : 0 }
    case 'monitorOff':
      return { ...technical, monitorOff: item.on }
    case 'holding':
      return { ...technical, holding: holdingAfter(technical.holding, item) }
    case 'coverage':
      return { ...technical, coverage: coverageAfter(technical.coverage, item) }
    case 'hub.gap':
      return withGap(technical, item.fromMs, item.toMs, rules.gapGraceMs)
    case 'acknowledgement':
      return item.alarmId === state.active[conditionOf(rules, 'deviceClock')]?.alarmId
        ? { ...technical, clocks: clocksSeen(technical) }
        : technical
    case 'alarm':
      return item.transition === 'ended' && item.condition === conditionOf(rules, 'deviceClock')
        ? { ...technical, clocks: clocksOver(technical, item.dueAtMs) }
        : technical
    default:
      return technical
  }
}

/** Facts that are decided move no time of their own; what was away is no news of now. */
const SETS_NO_FLOOR: ReadonlySet<string> = new Set([
  'alarm',
  'repeat',
  'silenceEnded',
  'escalation',
  'cuff.ordered',
  'hub.gap',
])

/** A pressure condition brings the cuff forward: what that makes due is due from then, not earlier. */
const isPressureAlarm = (rules: Rules, item: Item): boolean =>
  item.kind === 'alarm' && ladderOf(rules, item.condition)?.sources.includes('cuff') === true

/** The technical state after an item that is no `vitals`; the same object where it teaches nothing. */
export function technicalAfter(rules: Rules, state: EngineState, item: Item): TechnicalState {
  let technical = afterItem(rules, state, item)
  const { phase, pressureDrugMs: drugMs } = state.patient
  if (technical.grid.drugMs !== drugMs) technical = { ...technical, grid: { ...technical.grid, drugMs } }
  let isMended = false
  if (isOfPump(item)) {
    const { infusion } = technical
    technical = pumpAfter(technical, item)
    isMended = technical.infusion !== infusion && (item.kind !== 'infusion' || item.inserted === true)
  }
  if (phase !== undefined && phase !== technical.phase)
    technical = afterPhaseOf(rules, technical, phase, item)
  if (isMended) technical = relaid(rules, technical, state.patient)
  if (SETS_NO_FLOOR.has(item.kind) && !isPressureAlarm(rules, item)) return technical
  const atMs = atOf(item)
  return atMs > technical.floorMs ? { ...technical, floorMs: atMs } : technical
}
