// Owns the phases of a visit as a table: from which phase which act leads where, by whom (docs/SPEC.md "VI" holds the same
// table). Never owns what an act needs beside its phase: gate, discharge and the pump log have their own rules.
import type { SessionState } from '../fold/session-state.ts'
import type { Phase } from '../record/care-kinds.ts'
import type { Role } from '../record/record.ts'
import { OUTCOMES, type Outcome } from '../record/visit-kinds.ts'
import { NO_VISIT_SITE } from './site.ts'

/** Source: clinical facts §4 "Phases". `scheduled` is before the session, `closed` after it: neither is recorded as a phase. */
export type VisitPhase = 'scheduled' | Phase | 'closed'
export const VISIT_PHASES: readonly VisitPhase[] = [
  'scheduled',
  'checkIn',
  'baseline',
  'infusing',
  'paused',
  'recovery',
  'ready',
  'emergency',
  'closed',
]
export const PHASE_ACTS = [
  'session.open',
  'phase.set',
  'infusion.start',
  'infusion.rate',
  'infusion.pause',
  'infusion.resume',
  'infusion.stop',
  'help',
  'session.end',
] as const
export type PhaseAct = (typeof PHASE_ACTS)[number]
/** Anyone: also nobody by name, at an enrolled screen (clinical facts §5 "HELP"). */
export type Who = 'anyone' | 'nurse or physician' | 'physician'
export type PhaseRow = {
  readonly from: VisitPhase
  readonly act: PhaseAct
  /** Of `session.end`. */
  readonly outcome?: Outcome
  readonly to: VisitPhase
  readonly who: Who
  /** What else must be so, in words; how it is judged stands in gate, discharge and the pump log. */
  readonly when: string
}

export const STAFF: Who = 'nurse or physician'
const ALWAYS = 'always'
const row = (from: VisitPhase, act: PhaseAct, to: VisitPhase, when = ALWAYS, who: Who = STAFF): PhaseRow => ({
  from,
  act,
  to,
  who,
  when,
})
const BY_THE_LOG = 'the pump log allows it'
/** An emergency that is over leaves the pump as it was recorded: it is gone on with from recovery. */
const STILL_RUNNING = 'the pump log says that the infusion was not over'
const OPEN: readonly Phase[] = ['checkIn', 'baseline', 'infusing', 'paused', 'recovery', 'ready', 'emergency']
const PUMP_ACTS = [
  'infusion.start',
  'infusion.rate',
  'infusion.pause',
  'infusion.resume',
  'infusion.stop',
] as const

/** From which phases a session is closed with which outcome. Source: clinical facts §4 "Other outcomes", "Phases". */
const ENDS: Readonly<Record<Outcome, { from: readonly Phase[]; who: Who; when: string }>> = {
  discharged: { from: ['ready'], who: STAFF, when: 'the whole list of discharge is met' },
  dischargedEarly: {
    from: ['recovery', 'ready'],
    who: 'physician',
    when: 'the infusion is over; a reason',
  },
  left: { from: OPEN, who: STAFF, when: 'a reason' },
  transferred: { from: OPEN, who: STAFF, when: 'a reason' },
  notTreated: {
    from: ['checkIn', 'baseline', 'recovery', 'ready'],
    who: STAFF,
    when: 'nothing was infused; a reason',
  },
  died: { from: OPEN, who: STAFF, when: 'a reason' },
}

export const PHASE_TABLE: readonly PhaseRow[] = [
  row('scheduled', 'session.open', 'checkIn'),
  row('checkIn', 'phase.set', 'baseline', 'the infusion was not started'),
  row('baseline', 'phase.set', 'checkIn', 'the infusion was not started'),
  row('baseline', 'infusion.start', 'infusing', 'check-in, dose and gate (mayStart)'),
  row('infusing', 'infusion.rate', 'infusing', BY_THE_LOG),
  row('infusing', 'infusion.pause', 'paused', BY_THE_LOG),
  row('infusing', 'infusion.stop', 'recovery', BY_THE_LOG, 'anyone'),
  row('paused', 'infusion.resume', 'infusing', BY_THE_LOG),
  row('paused', 'infusion.stop', 'recovery', BY_THE_LOG, 'anyone'),
  row('recovery', 'infusion.start', 'infusing', 'it had been started before: a restart'),
  row('recovery', 'infusion.rate', 'infusing', STILL_RUNNING),
  row('recovery', 'infusion.pause', 'paused', STILL_RUNNING),
  row('recovery', 'infusion.resume', 'infusing', STILL_RUNNING),
  row('recovery', 'infusion.stop', 'recovery', STILL_RUNNING, 'anyone'),
  row('recovery', 'phase.set', 'checkIn', 'nothing was infused: the emergency was before the start'),
  row('recovery', 'phase.set', 'ready', 'all of the list of discharge but escort and advice'),
  row('ready', 'phase.set', 'recovery'),
  row('ready', 'infusion.start', 'infusing', 'it had been started before: a restart'),
  ...OPEN.map((from) => row(from, 'help', 'emergency', ALWAYS, 'anyone')),
  ...PUMP_ACTS.map((act) =>
    row(
      'emergency',
      act,
      'emergency',
      act === 'infusion.start' ? 'it had been started before: a restart' : BY_THE_LOG,
      act === 'infusion.stop' ? 'anyone' : STAFF,
    ),
  ),
  row('emergency', 'phase.set', 'recovery'),
  row('emergency', 'phase.set', 'infusing', 'the pump log says that it runs'),
  row('emergency', 'phase.set', 'paused', 'the pump log says that it is paused'),
  row('emergency', 'phase.set', 'checkIn', 'nothing was infused'),
  ...OUTCOMES.flatMap((outcome) =>
    ENDS[outcome].from.map(
      (from): PhaseRow => ({
        ...row(from, 'session.end', 'closed', ENDS[outcome].when, ENDS[outcome].who),
        outcome,
      }),
    ),
  ),
]

/** The row of an act in a phase, or undefined: the act is not for this phase. */
export const rowOf = (
  from: VisitPhase,
  act: PhaseAct,
  more: { readonly to?: VisitPhase; readonly outcome?: Outcome } = {},
): PhaseRow | undefined =>
  PHASE_TABLE.find(
    (one) =>
      one.from === from &&
      one.act === act &&
      (more.to === undefined || one.to === more.to) &&
      (more.outcome === undefined || one.outcome === more.outcome),
  )

/** Whether a person of this role is among those whom a row names. @param role undefined: unsigned */
export const mayBy = (who: Who, role: Role | undefined): boolean =>
  who === 'anyone' || role === 'physician' || (who !== 'physician' && role === 'nurse')

type OfPhase = Pick<SessionState, 'opened' | 'closed' | 'phase' | 'infusion'>
export const siteOf = (state: Pick<SessionState, 'opened'>) => state.opened?.site ?? NO_VISIT_SITE

/** Where a session stands in the table. One that names no phase yet has just been opened. */
export function visitPhase(state: OfPhase): VisitPhase {
  if (state.opened === undefined) return 'scheduled'
  if (state.closed !== undefined) return 'closed'
  return state.phase ?? (siteOf(state).checkIn === 'required' ? 'checkIn' : 'infusing')
}

export const isPumpOn = ({ infusion }: Pick<SessionState, 'infusion'>): boolean =>
  infusion.phase === 'infusing' || infusion.phase === 'paused'

/**
 * Where a visit goes on once its emergency is over: as the pump log stands, because another phase would judge a running pump by
 * less (decision 0016). Before any start that is check-in; without a visit, and after a stop, recovery.
 */
export function afterEmergency(state: OfPhase): Phase {
  const pump = state.infusion.phase
  if (pump === 'infusing' || pump === 'paused') return pump
  return pump === 'none' && siteOf(state).checkIn === 'required' ? 'checkIn' : 'recovery'
}

/**
 * The phase that the pump log puts a visit in, after one of its acts was taken back or amended; the hub records it where it
 * differs. An emergency is left by a person only; "ready" stands while the infusion stays over.
 */
export function phaseOfPump(
  phase: Phase | undefined,
  pump: SessionState['infusion']['phase'],
): Phase | undefined {
  if (phase === 'emergency') return phase
  switch (pump) {
    case 'none':
      return phase === 'checkIn' ? phase : 'baseline'
    case 'stopped':
      return phase === 'ready' ? phase : 'recovery'
    default:
      return pump
  }
}

const NAMES: Readonly<Record<VisitPhase, string>> = {
  scheduled: 'a session that is not open',
  checkIn: 'check-in',
  baseline: 'baseline',
  infusing: 'infusing',
  paused: 'paused',
  recovery: 'recovery',
  ready: 'ready',
  emergency: 'emergency',
  closed: 'a closed session',
}
export const phaseName = (phase: VisitPhase): string => NAMES[phase]
