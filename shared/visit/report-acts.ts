// Owns what people did and observed in a session as its summary lists it: as it stands after amendments, and each amendment with
// what it was before. Never leaves an act out without saying how many.
import type { PumpEvent, SessionState } from '../fold/session-state.ts'
import { timelineEntry } from '../fold/timeline.ts'
import { amendedWords } from '../fold/visit-act-words.ts'
import type { Mended } from '../fold/visit-state.ts'
import type { LogRecord, RecordOf } from '../record/record.ts'
import type { Outcome, SignOffItem } from '../record/visit-kinds.ts'
import type { Quantity } from '../vitals.ts'
import { pumpOrder } from './pump-log.ts'

/** What every act of the list has. `late`: written down this long after it was done, from 30 s on. */
type Act = {
  readonly seq: number
  readonly atMs: number
  readonly by?: string
  readonly lateMs?: number
  readonly fromPaper?: true
  readonly amended?: true
}
export type ReportPumpAct = Act & {
  readonly act: PumpEvent['act']
  readonly rateMlPerHr: number
  readonly completed?: true
}
export type ReportSideEffect = Act & {
  readonly effect: string
  readonly severity: string
  /** The worst it was. */
  readonly worst: string
  readonly endedAtMs?: number
  readonly note?: string
}
export type ReportDrug = Act & { readonly drug: string; readonly dose?: string; readonly note?: string }
export type ReportOxygen = Act & { readonly device: string; readonly litresPerMin?: number }
/** At HELP: that it was given, and no more. */
export type ReportOxygenStamp = Act
export type ReportAssessment = Act & {
  readonly scale: string
  readonly value?: number
  readonly notDisturbed?: true
}
export type ReportNote = Act & { readonly text: string }
export type ReportByHand = Act & {
  readonly values: Readonly<Partial<Record<Quantity, number>>>
  readonly temperatureC?: number
}
export type ReportAmendment = {
  readonly seq: number
  readonly ofSeq: number
  /** When it was put right. */
  readonly atMs: number
  readonly by: string
  /** What it was, what stands now, and why. */
  readonly text: string
  /** It did not happen. */
  readonly void?: true
}
export type ReportActs = {
  /** Amended acts as they stand now, in the order of when they were; void ones stand among the amendments. */
  readonly pump: readonly ReportPumpAct[]
  readonly sideEffects: readonly ReportSideEffect[]
  readonly drugs: readonly ReportDrug[]
  readonly oxygen: readonly ReportOxygen[]
  readonly oxygenStamps: readonly ReportOxygenStamp[]
  readonly assessments: readonly ReportAssessment[]
  readonly notes: readonly ReportNote[]
  readonly byHand: readonly ReportByHand[]
  readonly amendments: readonly ReportAmendment[]
  /** Acts that were taken back within 10 s by who made them. */
  readonly undone: number
}
/** One event of the visit, in words, by whom. */
export type ReportEvent = { readonly seq: number; readonly atMs: number; readonly text: string }
export type OutcomeName = Outcome
export type ReportSignOff = {
  readonly item: SignOffItem
  readonly met: boolean
  readonly by: string
  readonly atMs: number
  readonly note?: string
}

/** Written down more than this after it was done is said. */
const LATE_FROM_MS = 30_000

type Written = {
  readonly seq: number
  readonly by?: string
  readonly recordedAtMs: number
  readonly fromPaper?: true
}
function actOf(
  one: Written & { readonly atMs: number },
  isAmended: boolean,
): Pick<ReportNote, 'seq' | 'atMs' | 'by' | 'lateMs' | 'fromPaper' | 'amended'> {
  const lateMs = one.recordedAtMs - one.atMs
  return {
    seq: one.seq,
    atMs: one.atMs,
    ...(one.by === undefined ? {} : { by: one.by }),
    ...(lateMs >= LATE_FROM_MS ? { lateMs } : {}),
    ...(one.fromPaper ? { fromPaper: true as const } : {}),
    ...(isAmended ? { amended: true as const } : {}),
  }
}
const saidOf = (one: Written & Mended & { readonly atMs: number }) => actOf(one, one.amended !== undefined)

const pumpAct = (event: PumpEvent): ReportPumpAct => ({
  ...actOf(event, event.amended === true),
  act: event.act,
  rateMlPerHr: event.act === 'pause' || event.act === 'stop' ? 0 : event.rateMlPerHr,
  ...(event.completed ? { completed: true } : {}),
})

/** Those that happened: nothing that was taken back. */
const thatStand = <T extends Mended>(all: readonly T[]): T[] => all.filter((one) => !one.void)

const SEVERITY_RANK: readonly string[] = ['mild', 'moderate', 'severe']
const worse = (a: string, b: string): string => (SEVERITY_RANK.indexOf(b) > SEVERITY_RANK.indexOf(a) ? b : a)

function sideEffectsOf({ sideEffects }: SessionState['visit']): ReportSideEffect[] {
  return thatStand(sideEffects)
    .map((one) => {
      const { effect, severity, course, endedAtMs, note, onsetAtMs: atMs } = one
      return {
        ...saidOf({ ...one, atMs }),
        ...{ effect, severity, worst: course.map((each) => each.severity as string).reduce(worse, severity) },
        ...(endedAtMs === undefined ? {} : { endedAtMs }),
        ...(note === undefined ? {} : { note }),
      }
    })
    .toSorted((a, b) => a.atMs - b.atMs)
}

/** @param amendments as they were recorded @param undone how many acts were taken back */
export function actsOf(
  { infusion, visit }: Pick<SessionState, 'infusion' | 'visit'>,
  amendments: readonly ReportAmendment[],
  undone: number,
): ReportActs {
  return {
    pump: pumpOrder(infusion.events).map(pumpAct),
    sideEffects: sideEffectsOf(visit),
    drugs: thatStand(visit.given).map((one) => ({
      ...saidOf(one),
      drug: one.drug,
      ...(one.dose === undefined ? {} : { dose: one.dose }),
      ...(one.note === undefined ? {} : { note: one.note }),
    })),
    oxygen: thatStand(visit.oxygen).map((one) => ({
      ...saidOf(one),
      device: one.device,
      ...(one.litresPerMin === undefined ? {} : { litresPerMin: one.litresPerMin }),
    })),
    oxygenStamps: (visit.oxygenStamps ?? []).map((one) => actOf({ ...one, recordedAtMs: one.atMs }, false)),
    assessments: thatStand(visit.assessed).map((one) => ({
      ...saidOf(one),
      scale: one.scale,
      ...(one.value === undefined ? {} : { value: one.value }),
      ...(one.notDisturbed ? { notDisturbed: true as const } : {}),
    })),
    notes: thatStand(visit.notes).map((one) => ({ ...saidOf(one), text: one.text })),
    byHand: thatStand(visit.measured).map((one) => ({
      ...saidOf(one),
      values: one.values,
      ...(one.temperatureC === undefined ? {} : { temperatureC: one.temperatureC }),
    })),
    amendments,
    undone,
  }
}

/** Acts that are listed here: one that is undone is counted. */
const LISTED = ['infusion', 'sideEffect', 'medication', 'oxygen', 'assessment', 'note', 'manual'] as const
export const isListed = ({ kind }: LogRecord): boolean => (LISTED as readonly string[]).includes(kind)

/** @param before the session as it was before the amendment */
export function amendmentOf(record: RecordOf<'amended'>, before: SessionState): ReportAmendment {
  return {
    seq: record.seq,
    ofSeq: record.ofSeq,
    atMs: record.hubAtMs,
    by: record.by.name,
    text: amendedWords(record, before),
    ...(record.void ? { void: true } : {}),
  }
}

/** What of a visit is told as an event: hand-overs, moves, mix-ups, HELP, changed limits, sensors off, the hub's own absences. */
export function eventOf(record: LogRecord, before: SessionState): ReportEvent | undefined {
  switch (record.kind) {
    case 'handover':
      if (record.event !== 'accepted') return undefined
      return {
        seq: record.seq,
        atMs: record.hubAtMs,
        text: `Handed over: ${record.from.name} to ${record.to.name}`,
      }
    case 'moved':
    case 'monitorSwapped':
    case 'samePatient':
    case 'reassignment':
    case 'evacuation':
    case 'limits':
    case 'symptom':
    case 'resolved':
    case 'help':
    case 'helpStamp':
    case 'holding':
    case 'monitorOff':
    case 'audioOff':
    case 'gateAsked':
    case 'hub.gap':
    case 'quarantine': {
      const entry = timelineEntry(record, before)
      return entry === undefined ? undefined : { seq: record.seq, atMs: entry.atMs, text: entry.text }
    }
    default:
      return undefined
  }
}
