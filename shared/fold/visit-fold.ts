// Owns how a visit comes about from the records of its session: one more record, and what the visit is then. Never decides
// whether anything may be: whatever was recorded is folded.
import type { DecodedRecord } from '../record/line.ts'
import type { RecordOf } from '../record/record.ts'
import { foldObserved, said } from './visit-observed.ts'
import { phasesOf } from './visit-phases.ts'
import {
  type Beside,
  foldPressure,
  foldVitals,
  withManualPressure,
  withoutSensorsOff,
} from './visit-sensors.ts'
import type { CheckInGiven, CheckInNow, Formerly, VisitState } from './visit-state.ts'

/** The newest answer of each item that was not undone; one that was taken back is none. */
function checkInOf(answers: readonly CheckInGiven[]): VisitState['checkIn'] {
  const checkIn: { -readonly [K in keyof VisitState['checkIn']]: CheckInNow } = {}
  for (const { item, void: isVoid, detail, ...answer } of answers) {
    if (isVoid) continue
    if (detail === undefined) delete checkIn[item]
    else checkIn[item] = { ...answer, detail }
  }
  return checkIn
}

function afterAnswer(visit: VisitState, record: RecordOf<'checkIn'>): VisitState {
  const { item, detail, note } = record
  const answer = {
    ...said(record),
    item,
    ...(detail === undefined ? {} : { detail }),
    ...(note === undefined ? {} : { note }),
  }
  const answers = [...visit.answers, answer]
  return { ...visit, answers, checkIn: checkInOf(answers) }
}

/** An answer, a dose or a sign-off that was undone. */
function afterUndone(visit: VisitState, ofSeq: number): VisitState {
  if (visit.answers.some(({ seq }) => seq === ofSeq)) {
    const answers = visit.answers.map((one) => (one.seq === ofSeq ? { ...one, void: true as const } : one))
    return { ...visit, answers, checkIn: checkInOf(answers) }
  }
  if (visit.dose?.seq === ofSeq) {
    const { dose: _dose, ...others } = visit
    return others
  }
  const signOffs = Object.entries(visit.signOffs).filter(([, one]) => one?.seq !== ofSeq)
  if (signOffs.length === Object.keys(visit.signOffs).length) return visit
  return { ...visit, signOffs: Object.fromEntries(signOffs) as VisitState['signOffs'] }
}

function afterDose(visit: VisitState, record: RecordOf<'dose'>): VisitState {
  const { drug, weightKg, mgPerKg, doseMg, volumeMl, minutes, rateMlPerHr, pumpRateMlPerHr } = record
  const { checkedBy, lot } = record
  const dose = {
    ...said(record),
    ...{ drug, weightKg, mgPerKg, doseMg, volumeMl, minutes, rateMlPerHr, pumpRateMlPerHr },
    ...(checkedBy === undefined ? {} : { checkedBy: checkedBy.name }),
    ...(lot === undefined ? {} : { lot }),
  }
  return { ...visit, dose }
}

function afterPlan(visit: VisitState, record: RecordOf<'plan'>): VisitState {
  const { courseId, indication, number, of, order } = record
  const plan = {
    ...said(record),
    ...{ courseId, indication, number },
    ...(of === undefined ? {} : { of }),
    ...(order === undefined ? {} : { order }),
  }
  return { ...visit, plan }
}

function afterGate(visit: VisitState, record: RecordOf<'gate'>): VisitState {
  const { gateAsked: _asked, gateRefused: _refused, ...others } = visit
  const { outcome, findings, values, baseline, reason } = record
  const gate = {
    ...said(record),
    ...{ outcome, findings },
    values: values as NonNullable<VisitState['gate']>['values'],
    role: record.by.role,
    ...(baseline === undefined ? {} : { baseline }),
    ...(reason === undefined ? {} : { reason }),
  }
  return { ...others, gate }
}

function afterGateAsked(visit: VisitState, record: RecordOf<'gateAsked'>): VisitState {
  const { gateAsked: _asked, gateRefused: _refused, ...others } = visit
  const { event, findings, reason } = record
  return event === 'asked'
    ? { ...others, gateAsked: { ...said(record), findings, reason } }
    : { ...others, gateRefused: { ...said(record), reason } }
}

function afterReassignment(visit: VisitState, record: RecordOf<'reassignment'>): VisitState {
  const { reassignment: _asked, ...others } = visit
  const { event, fromCode, toCode, reason } = record
  if (event === 'asked') return { ...others, reassignment: { ...said(record), toCode, reason } }
  if (event !== 'confirmed') return others
  // What was planned and ordered was for another patient; the right one's plan follows as a record of its own.
  const { plan: theirs, ...kept } = others
  const patientCode = visit.patientCode ?? fromCode
  const formerly: Formerly = {
    patientCode,
    toCode,
    untilMs: record.hubAtMs,
    ...(visit.reassignment === undefined ? {} : { askedBy: visit.reassignment.by }),
    confirmedBy: record.by.name,
    ...(theirs === undefined ? {} : { courseId: theirs.courseId, number: theirs.number }),
    ...(theirs?.of === undefined ? {} : { of: theirs.of }),
  }
  return {
    ...kept,
    patientCode: toCode,
    formerCodes: [...visit.formerCodes, patientCode],
    formerly: [...visit.formerly, formerly],
  }
}

function afterEvacuation(visit: VisitState, record: RecordOf<'evacuation'>): VisitState {
  const { evacuatedAtMs, ...others } = visit
  if (record.event === 'over') return others
  if (record.event !== 'called') return visit
  const atMs = record.atMs ?? record.hubAtMs
  // Two may have called it with the hub away: it is one, since the first of them.
  return { ...visit, evacuatedAtMs: Math.min(evacuatedAtMs ?? atMs, atMs) as typeof atMs }
}

function afterPhase(visit: VisitState, record: RecordOf<'phase' | 'help'>, { infusion }: Beside): VisitState {
  const act = {
    seq: record.seq,
    phase: record.kind === 'help' ? ('emergency' as const) : record.phase,
    atMs: record.hubAtMs,
    ...(record.by === undefined ? {} : { by: record.by.name }),
  }
  const phaseActs = [...visit.phaseActs, act]
  return { ...visit, phaseActs, phases: phasesOf(phaseActs, infusion.events) }
}

/** That oxygen is given is known from then on, whatever becomes of the HELP. */
function afterStamp(visit: VisitState, record: RecordOf<'helpStamp'>): VisitState {
  if (record.stamp !== 'oxygen') return visit
  const { seq, hubAtMs: atMs, by } = record
  const one = { seq, atMs, ...(by === undefined ? {} : { by: by.name }) }
  return { ...visit, oxygenStamps: [...(visit.oxygenStamps ?? []), one] }
}

function claimedStamp(visit: VisitState, { ofSeq, by }: RecordOf<'claimed'>): VisitState {
  const { oxygenStamps = [] } = visit
  if (!oxygenStamps.some(({ seq }) => seq === ofSeq)) return visit
  return {
    ...visit,
    oxygenStamps: oxygenStamps.map((one) => (one.seq === ofSeq ? { ...one, by: by.name } : one)),
  }
}

const withPhases = (visit: VisitState, { infusion }: Beside): VisitState => ({
  ...visit,
  phases: phasesOf(visit.phaseActs, infusion.events),
})

/** Changed acts at the pump move phases; the values of before the start are over with it. */
function afterPump(visit: VisitState, record: RecordOf<'infusion'>, beside: Beside): VisitState {
  const moved = withPhases(visit, beside)
  const { heartRate, pulseRate = [], spo2 } = visit.settling
  if (record.act !== 'start' || heartRate.length + pulseRate.length + spo2.length === 0) return moved
  return { ...moved, settling: { heartRate: [], spo2: [] } }
}

/**
 * The visit after one more record; the same object where the record says nothing of it.
 * @param beside the rest of the session, the record already in
 */
export function foldVisit(visit: VisitState, record: DecodedRecord, beside: Beside): VisitState {
  switch (record.kind) {
    case 'vitals':
      return foldVitals(visit, record, beside)
    case 'bloodPressure':
      return foldPressure(visit, record, beside)
    case 'session.opened': {
      const { patientCode, roomId, roomName } = record
      return { ...visit, patientCode, roomId, roomName }
    }
    case 'session.closed': {
      const { outcome, reason } = record
      if (outcome === undefined) return visit
      return {
        ...visit,
        outcome: { ...said(record), outcome, ...(reason === undefined ? {} : { reason }) },
      }
    }
    case 'plan':
      return afterPlan(visit, record)
    case 'checkIn':
      return afterAnswer(visit, record)
    case 'dose':
      return afterDose(visit, record)
    case 'drugAccount': {
      const { lot, drawnMg, givenMg, wastedMg, witness } = record
      return {
        ...visit,
        drugAccount: { ...said(record), lot, drawnMg, givenMg, wastedMg, witness: witness.name },
      }
    }
    case 'gate':
      return afterGate(visit, record)
    case 'gateAsked':
      return afterGateAsked(visit, record)
    case 'manual':
      return withManualPressure(foldObserved(visit, record), record.seq, beside)
    case 'sideEffect':
    case 'medication':
    case 'oxygen':
    case 'assessment':
    case 'note':
      return foldObserved(visit, record)
    case 'amended':
      return withPump(foldObserved(visit, record), record.ofSeq, beside)
    case 'undone':
      return withPump(afterUndone(foldObserved(visit, record), record.ofSeq), record.ofSeq, beside)
    case 'claimed':
      return withPump(claimedStamp(visit, record), record.ofSeq, beside)
    case 'helpStamp':
      return afterStamp(visit, record)
    case 'infusion':
      return afterPump(visit, record, beside)
    case 'phase':
    case 'help':
      return afterPhase(visit, record, beside)
    case 'moved': {
      const { hubAtMs, by, commandId, fromRoomId, toRoomId, toRoomName } = record
      return {
        ...visit,
        roomId: toRoomId,
        roomName: toRoomName,
        roomSinceMs: hubAtMs,
        move: { hubAtMs, by, commandId, fromRoomId, toRoomId, toRoomName },
      }
    }
    case 'samePatient': {
      const answered = visit.sensorsOff === undefined ? visit : withoutSensorsOff(visit)
      return record.answer === 'same' ? answered : { ...answered, otherPatient: said(record) }
    }
    case 'reassignment':
      return afterReassignment(visit, record)
    case 'signOff': {
      const { item, met, note } = record
      const one = { ...said(record), met, ...(note === undefined ? {} : { note }) }
      return { ...visit, signOffs: { ...visit.signOffs, [item]: one } }
    }
    case 'evacuation':
      return afterEvacuation(visit, record)
    // Everything else is the monitor's, the alarms', the hub's or the suite's.
    default:
      return visit
  }
}

/** Of a record about an earlier one: if that was an act at the pump, phases are not as they were. */
const withPump = (visit: VisitState, ofSeq: number, beside: Beside): VisitState =>
  beside.infusion.events.some(({ seq }) => seq === ofSeq) ? withPhases(visit, beside) : visit
