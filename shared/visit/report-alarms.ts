// Owns the alarms of a session as its summary lists them: what, how long, and after how long somebody answered. Never decides an
// alarm, and never counts an answer that was undone.
import { isSaid } from '../alarm/silence-times.ts'
import { alarmName } from '../alarm/text.ts'
import type { AlarmSpan, LevelSpan } from '../fold/alarm-spans.ts'
import type { AlarmTransition, EndedBy, Priority } from '../record/record.ts'
import type { Quantity } from '../vitals.ts'

/** Who, and how long after the hub had decided that there was something to answer. */
export type Response = {
  readonly by: string
  readonly atMs: number
  readonly afterMs: number
  /** It was over by then, and stood in sight. */
  readonly over?: true
}
/** Each time people were asked: when it was raised, and at each rise; not by what is shown and never sounds. */
export type Asked = {
  readonly level: string
  readonly priority: Priority
  /** "BP very high". */
  readonly name: string
  readonly atMs: number
  readonly acknowledged?: Response
  readonly coming?: Response
  readonly taken?: Response
}
export type ReportAlarm = {
  readonly alarmId: string
  readonly condition: string
  /** In the words of its highest level. */
  readonly name: string
  readonly highest: Priority
  /** What broke at the highest level: "SBP 184 ≥ 180". Absent: no limit broke. */
  readonly broke?: {
    readonly quantity: Quantity
    readonly op: NonNullable<AlarmTransition['limit']>['op']
    readonly limit: number
    readonly value?: number
  }
  /** What a monitor, a network or the hub was about; not the patient. */
  readonly technical?: true
  /** Shown and never sounded. */
  readonly onlySeen?: true
  readonly raisedAtMs: number
  readonly endedAtMs?: number
  readonly endedBy?: EndedBy
  /** None: it was only ever shown. */
  readonly asked: readonly Asked[]
}

const firstAfter = <
  T extends {
    readonly seq: number
    readonly atMs: number
    readonly by: string
    readonly endedBecause?: string
  },
>(
  all: readonly T[],
  fromSeq: number,
  beforeSeq: number,
  askedAtMs: number,
): Response | undefined => {
  const one = all.find(
    ({ seq, endedBecause }) => seq > fromSeq && seq < beforeSeq && endedBecause !== 'undone',
  )
  return one === undefined
    ? undefined
    : { by: one.by, atMs: one.atMs, afterMs: Math.max(0, one.atMs - askedAtMs) }
}

const whenOver = (one: Response | undefined, endedAtMs: number | undefined): Response | undefined =>
  one === undefined || endedAtMs === undefined || one.atMs <= endedAtMs ? one : { ...one, over: true }

function askedOf({ levels, acknowledged, came = [], taken = [], endedAtMs }: AlarmSpan): Asked[] {
  // A level that is only shown asks nobody.
  const asking = levels.filter(({ alarm }) => alarm.transition !== 'fell' && alarm.silent !== true)
  return asking.map(({ level, priority, alarm, seq, decidedAtMs }, index) => {
    const untilSeq = asking[index + 1]?.seq ?? Number.POSITIVE_INFINITY
    const answers = {
      acknowledged: whenOver(firstAfter(acknowledged, seq, untilSeq, decidedAtMs), endedAtMs),
      coming: firstAfter(came, seq, untilSeq, decidedAtMs),
      taken: firstAfter(
        taken.filter(({ event }) => event === 'taken'),
        seq,
        untilSeq,
        decidedAtMs,
      ),
    }
    return {
      ...{ level, priority, name: alarmName(alarm), atMs: decidedAtMs },
      ...(answers.acknowledged === undefined ? {} : { acknowledged: answers.acknowledged }),
      ...(answers.coming === undefined ? {} : { coming: answers.coming }),
      ...(answers.taken === undefined ? {} : { taken: answers.taken }),
    }
  })
}

/** The last level at the highest priority: ladders rise within one priority too. */
const worstLevel = ({ levels, highest }: AlarmSpan): LevelSpan =>
  levels.findLast(({ priority, alarm }) => priority === highest && alarm.transition !== 'fell') ??
  (levels[0] as LevelSpan)

function brokeOf({ limit, values }: AlarmTransition): ReportAlarm['broke'] {
  if (limit === undefined) return undefined
  const value = values[limit.quantity]
  const { quantity, op } = limit
  return { quantity, op, limit: limit.value, ...(value === undefined ? {} : { value }) }
}

export function alarmsOf(spans: readonly AlarmSpan[]): ReportAlarm[] {
  return spans.map((span) => {
    const { alarmId, condition, highest, levels, raisedAtMs, endedAtMs, endedBy } = span
    const worst = worstLevel(span)
    const isTechnical = levels.every(({ alarm }) => alarm.limit === undefined) && !isSaid(condition)
    const broke = brokeOf(worst.alarm)
    return {
      ...{ alarmId, condition, name: alarmName(worst.alarm), highest, raisedAtMs, asked: askedOf(span) },
      ...(broke === undefined ? {} : { broke }),
      ...(isTechnical ? { technical: true as const } : {}),
      ...(levels.every(({ alarm }) => alarm.silent === true) ? { onlySeen: true as const } : {}),
      ...(endedAtMs === undefined ? {} : { endedAtMs }),
      ...(endedBy === undefined ? {} : { endedBy }),
    }
  })
}

export type AlarmCounts = Readonly<Record<Priority, number>>
/** The patient's alarms by the highest level that each reached; technical ones apart, without those that were only seen. */
export function countsOf(alarms: readonly ReportAlarm[]): { patient: AlarmCounts; technical: AlarmCounts } {
  const count = (all: readonly ReportAlarm[]): AlarmCounts => ({
    low: all.filter(({ highest }) => highest === 'low').length,
    medium: all.filter(({ highest }) => highest === 'medium').length,
    high: all.filter(({ highest }) => highest === 'high').length,
  })
  return {
    patient: count(alarms.filter(({ technical }) => technical !== true)),
    technical: count(alarms.filter(({ technical, onlySeen }) => technical === true && onlySeen !== true)),
  }
}
