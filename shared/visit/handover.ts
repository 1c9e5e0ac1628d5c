// Owns the lines of a hand-over: what the next nurse must know, written from the record. Times are since the start or ages, so
// that they read the same in every zone. Never leaves out an alarm, and never says what was not recorded.
import type { Values } from '../alarm/engine-state.ts'
import { tPlus } from '../alarm/words/t-plus.ts'
import { alarmName, formatAge } from '../alarm/words/text.ts'
import { numbersWords, PHASE_WORDS } from '../fold/care-words.ts'
import type { PumpEvent } from '../fold/infusion-state.ts'
import type { SessionState } from '../fold/session-state.ts'
import { SCALES, type Scale } from '../record/care-kinds.ts'
import { CATALOGUE } from '../vitals.ts'
import { oxygenAt } from './baseline.ts'
import { checkInOwes, checkInView } from './check-in.ts'
import { cuffPlan } from './cuff-view.ts'
import { dischargeNow, endOfInfusion } from './discharge.ts'
import { doseSentence } from './dose.ts'
import { alarms, quietened } from './handover-alarms.ts'
import { figure, latest, mark, type Now, plain } from './handover-words.ts'
import { observationsDue } from './observations.ts'
import { siteOf, visitPhase } from './phase-table.ts'
import { expectedEndMs, infusionProgress, pumpOrder } from './pump-log.ts'

/** As the `handover` record holds them. */
const LINES = 60
const LETTERS = 300

/** Whose session it is stands first: what follows is theirs. */
function whose({ opened, visit }: SessionState): string[] {
  const code = visit.patientCode ?? opened?.patientCode
  const former = visit.formerCodes.length === 0 ? '' : ` (recorded as ${visit.formerCodes.join(', ')} before)`
  return code === undefined ? [] : [`Patient ${code}${former}`]
}

function treatment({ state, nowMs }: Now): string[] {
  const { plan, dose } = state.visit
  const { infusion } = state
  const number =
    plan === undefined ? [] : [`Session ${plan.number}${plan.of === undefined ? '' : ` of ${plan.of}`}`]
  const what = infusion.plan ?? dose
  const planned = what === undefined ? [] : [`${what.drug} ${doseSentence(what)}`]
  const first = [...number, ...planned].join(' · ')
  const phase = visitPhase(state)
  const words = phase === 'scheduled' || phase === 'closed' ? phase : PHASE_WORDS[phase]
  const progress = infusionProgress(infusion, nowMs)
  const since = progress === undefined ? [] : [tPlus(progress.elapsedMs)]
  const rate = infusion.phase === 'infusing' ? [`${figure(infusion.rateMlPerHr)} mL/h`] : []
  const given =
    progress === undefined
      ? []
      : [
          progress.givenMg === undefined
            ? `${figure(progress.givenMl)} mL infused as recorded`
            : `${figure(progress.givenMg)} mg infused as recorded`,
        ]
  return [...(first === '' ? [] : [first]), [`Phase: ${words}`, ...since, ...rate, ...given].join(' · ')]
}

function before(now: Now): string[] {
  const { state } = now
  const { gate, gateAsked } = state.visit
  const base = state.baseline
  const numbers = base === undefined ? '' : numbersWords(baselineValues(base))
  const baseline =
    base === undefined
      ? state.infusion.startedAtMs === undefined || siteOf(state).checkIn === 'none'
        ? []
        : ['No baseline: limits relative to it are off']
      : [
          `Baseline: ${numbers}${base.oxygen === undefined ? '' : ` on ${base.oxygen}`}${base.unsteady ? ', unsteady' : ''}`,
        ]
  const accepted =
    gate === undefined || gate.outcome === 'pass'
      ? []
      : [
          `Gate: ${gate.findings.map(({ text }) => text).join(', ')} · accepted by ${gate.by}: ${gate.reason ?? ''}`,
        ]
  const isAsked =
    gateAsked !== undefined &&
    state.infusion.startedAtMs === undefined &&
    gateAsked.seq > Math.max(gate?.seq ?? 0, state.visit.gateRefused?.seq ?? 0)
  const asked = isAsked ? [`Gate: physician asked ${mark(now, gateAsked.recordedAtMs)}, no answer yet`] : []
  return [...baseline, ...accepted, ...asked]
}
const baselineValues = ({
  systolic,
  diastolic,
  mean,
  heartRate,
  spo2,
}: NonNullable<SessionState['baseline']>): Values => ({
  ...(systolic === undefined ? {} : { systolic }),
  ...(diastolic === undefined ? {} : { diastolic }),
  ...(mean === undefined ? {} : { mean }),
  ...(heartRate === undefined ? {} : { heartRate }),
  ...(spo2 === undefined ? {} : { spo2 }),
})

function limits({ state }: Now): string[] {
  const { limitsBy } = state
  return state.limits.map(
    ({ condition, level, quantity, value, was }) =>
      `Limit changed: ${alarmName({ condition, level })}, ${CATALOGUE[quantity].short} ${value} (profile ${was})${limitsBy === undefined ? '' : ` by ${limitsBy.by}: ${limitsBy.reason}`}`,
  )
}

const PUMP_WORDS: Readonly<Record<PumpEvent['act'], string>> = {
  start: 'Started',
  rate: 'Rate changed',
  pause: 'Paused',
  resume: 'Resumed',
  stop: 'Stopped',
}
/** Each act at the pump but the first start; a pause with how long it was. */
function pump(now: Now): string[] {
  const all = pumpOrder(now.state.infusion.events)
  const acts = all.slice(1).map((one, index) => {
    const previous = all[index]
    const next = all[index + 2]
    const by = one.by ?? 'unsigned'
    const at = mark(now, one.atMs)
    if (one.act === 'pause')
      return `Paused ${at} for ${formatAge((next?.atMs ?? now.nowMs) - one.atMs)}${next === undefined ? ' so far' : ''}, by ${by}`
    const rates =
      one.act === 'rate' ? ` ${figure(previous?.rateMlPerHr ?? 0)} → ${figure(one.rateMlPerHr)} mL/h` : ''
    const done = one.completed === true ? ', completed' : ''
    return `${PUMP_WORDS[one.act]}${rates} ${at}${done}, by ${by}`
  })
  return latest(acts, 'acts at the pump', (line) => line)
}

const stands = <T extends { readonly void?: true }>(all: readonly T[]): readonly T[] =>
  all.filter((one) => !one.void)
const inTime = <T extends { readonly atMs: number }>(all: readonly T[]): T[] =>
  all.toSorted((a, b) => a.atMs - b.atMs)

function given(now: Now): string[] {
  const { visit } = now.state
  const oxygen = oxygenAt(visit, now.nowMs)
  const breathes =
    oxygen.on === 'oxygen'
      ? oxygen.stamped !== undefined
        ? [
            `Oxygen stamped at HELP ${mark(now, oxygen.sinceMs)}: what is given, or that it is off, is not recorded`,
          ]
        : [`Oxygen: ${oxygen.text} since ${mark(now, oxygen.sinceMs)}`]
      : oxygen.sinceMs === undefined
        ? []
        : [`On air since ${mark(now, oxygen.sinceMs)}, on oxygen before`]
  const drugs = latest(inTime(stands(visit.given)), 'drugs', (one) => {
    const name = one.drug === 'other' ? (one.note ?? 'other drug') : one.drug
    return `Given: ${name}${one.dose === undefined ? '' : ` ${one.dose}`} ${mark(now, one.atMs)}, by ${one.by}`
  })
  return [...breathes, ...drugs]
}

function observed(now: Now): string[] {
  const { visit } = now.state
  const effects = latest(stands(visit.sideEffects), 'side effects', (one) => {
    const until = one.endedAtMs === undefined ? 'going on' : `ended ${mark(now, one.endedAtMs)}`
    return `Side effect: ${plain(one.effect)} (${one.severity}) ${mark(now, one.onsetAtMs)}, ${until}`
  })
  const scales = SCALES.flatMap((scale) => {
    const newest = inTime(stands(visit.assessed)).findLast((one) => one.scale === scale)
    if (newest === undefined) return []
    const value = newest.value === undefined ? 'not disturbed' : String(newest.value)
    return [`${SCALE_NAMES[scale]} ${value} ${mark(now, newest.atMs)}`]
  })
  return [...effects, ...(scales.length === 0 ? [] : [scales.join(' · ')])]
}
const SCALE_NAMES: Readonly<Record<Scale, string>> = {
  moaas: 'MOAA/S',
  cadss: 'CADSS',
  nausea: 'Nausea',
  anxiety: 'Anxiety',
  aldrete: 'Aldrete',
}

const inTimeWords = (dueMs: number, nowMs: number): string =>
  dueMs > nowMs ? `in ${formatAge(dueMs - nowMs)}` : `due for ${formatAge(nowMs - dueMs)}`

function due(now: Now): string[] {
  const { state, nowMs } = now
  const isRequired = siteOf(state).checkIn === 'required'
  const before = state.infusion.startedAtMs === undefined
  const open = isRequired && before ? checkInOwes(state) : []
  const checkIn = open.length === 0 ? [] : [`Check-in open: ${open.join(', ')}`]
  const warns = isRequired
    ? checkInView(state).flatMap((one) => (one.state === 'warns' ? [`Check-in: ${one.text}`] : []))
    : []
  const observations = observationsDue(state, nowMs).map(
    ({ text, dueMs }) => `Due: ${text}, ${inTimeWords(dueMs, nowMs)}`,
  )
  const cuff = cuffPlan(state, nowMs)
  const next = cuff.nextDueMs === undefined ? [] : [`Due: cuff, ${inTimeWords(cuff.nextDueMs, nowMs)}`]
  const end = state.infusion.phase === 'infusing' ? expectedEndMs(state.infusion, nowMs) : undefined
  const planned =
    end === undefined
      ? []
      : [`Planned end ${end > nowMs ? `in ${formatAge(end - nowMs)}` : 'reached: look at the pump'}`]
  const discharge =
    isRequired && endOfInfusion(state) !== undefined ? dischargeNow(state, nowMs).waitingFor : []
  const out = discharge.length === 0 ? [] : [`Discharge waits for: ${discharge.join(', ')}`]
  const unclaimed =
    state.unclaimed.length === 0
      ? []
      : [
          state.unclaimed.length === 1
            ? '1 unsigned act waits for a name'
            : `${state.unclaimed.length} unsigned acts wait for a name`,
        ]
  const reassign = state.visit.reassignment
  const other =
    reassign === undefined ? [] : [`Asked whether this is patient ${reassign.toCode}: ${reassign.reason}`]
  return [...checkIn, ...warns, ...observations, ...next, ...planned, ...out, ...unclaimed, ...other]
}

/**
 * What is handed over: whose session it is, then the most urgent first: alarms and who has them, the treatment, what was changed, given and seen, what is
 * due. At most 60 lines of 300 letters; what is left out is said.
 * @param nowMs hub time
 */
export function handoverLines(state: SessionState, nowMs: number): string[] {
  const now: Now = { state, nowMs }
  const told = alarms(now)
  const lines = [
    ...whose(state),
    ...told.now,
    ...quietened(now),
    ...treatment(now),
    ...told.ended,
    ...limits(now),
    ...pump(now),
    ...given(now),
    ...due(now),
    ...observed(now),
    ...before(now),
  ].map((line) => (line.length <= LETTERS ? line : `${line.slice(0, LETTERS - 1)}…`))
  return lines.length <= LINES
    ? lines
    : [...lines.slice(0, LINES - 1), `${lines.length - LINES + 1} more: read the timeline`]
}
