// Owns what the pump log says at a cursor: every act as it stands now, and what follows from them. Never from the order in which
// they were written down: a late entry, one taken back or one put right counts at the time when it was true.
import type { EpochMs, RecordSeq } from '../ids.ts'
import type { InfusionPlan, LogRecord, RecordOf } from '../record/record.ts'
import { pumpOf } from '../visit/pump-log.ts'

export type RateSegment = {
  readonly atMs: EpochMs
  readonly rateMlPerHr: number
  /** Of what ran from then on, as the plan says; absent: no plan said so. */
  readonly mgPerMl?: number
}
/** One act at the pump as it stands now, amendments in; a void one happened not. `seq` is its record's number. */
export type PumpEvent = {
  readonly seq: RecordSeq
  readonly act: RecordOf<'infusion'>['act']
  readonly atMs: EpochMs
  readonly rateMlPerHr: number
  readonly recordedAtMs: EpochMs
  readonly by?: string
  readonly personId?: string
  readonly screenId?: string
  /** Of an act that said one. */
  readonly plan?: InfusionPlan
  readonly completed?: true
  readonly void?: true
  readonly amended?: true
  readonly fromPaper?: true
}
export type InfusionNow = {
  readonly phase: 'none' | 'infusing' | 'paused' | 'stopped'
  readonly startedAtMs?: EpochMs
  readonly stoppedAtMs?: EpochMs
  readonly rateMlPerHr: number
  readonly plan?: InfusionPlan
  /** Since when that plan counts, where an earlier one was given from before it. */
  readonly planFromMs?: EpochMs
  /** In the order of when they were true; void acts are not in it. */
  readonly rates: readonly RateSegment[]
  /** Every act, in the order in which they were recorded. */
  readonly events: readonly PumpEvent[]
  /** A person at the pump said that the planned dose is in. */
  readonly completed?: true
}

export const NO_INFUSION: InfusionNow = { phase: 'none', rateMlPerHr: 0, rates: [], events: [] }

function eventOf(record: RecordOf<'infusion'>): PumpEvent {
  const { seq, act, atMs, rateMlPerHr, hubAtMs, by, screenId, plan, completed, fromPaper } = record
  return {
    seq,
    act,
    atMs,
    rateMlPerHr,
    recordedAtMs: hubAtMs,
    ...(by === undefined ? {} : { by: by.name, personId: by.personId }),
    ...(screenId === undefined ? {} : { screenId }),
    ...(plan === undefined ? {} : { plan }),
    ...(completed ? { completed } : {}),
    ...(fromPaper ? { fromPaper } : {}),
  }
}

/** The act as an amendment of it says that it was. */
export function amendedPump(
  event: PumpEvent,
  change: RecordOf<'amended'>['change'],
  isVoid?: true,
): PumpEvent {
  return {
    ...event,
    ...(change.atMs === undefined ? {} : { atMs: change.atMs }),
    ...(change.rateMlPerHr === undefined ? {} : { rateMlPerHr: change.rateMlPerHr }),
    ...(isVoid ? { void: true } : {}),
    amended: true,
  }
}

function changedAct(
  infusion: InfusionNow,
  ofSeq: RecordSeq,
  change: (event: PumpEvent) => PumpEvent,
): InfusionNow {
  if (!infusion.events.some(({ seq }) => seq === ofSeq)) return infusion
  const events = infusion.events.map((event) => (event.seq === ofSeq ? change(event) : event))
  return { ...pumpOf(events), events }
}

/** The pump log after one more record; the same object while the record says nothing of it. */
export function foldInfusion(infusion: InfusionNow, record: LogRecord): InfusionNow {
  switch (record.kind) {
    case 'infusion': {
      const events = [...infusion.events, eventOf(record)]
      return { ...pumpOf(events), events }
    }
    case 'undone':
      return changedAct(infusion, record.ofSeq, (event) => ({ ...event, void: true }))
    case 'amended':
      return changedAct(infusion, record.ofSeq, (event) => amendedPump(event, record.change, record.void))
    case 'claimed':
      return changedAct(infusion, record.ofSeq, (event) => ({
        ...event,
        by: record.by.name,
        personId: record.by.personId,
      }))
    default:
      return infusion
  }
}
