// Owns running a rule set over recorded facts: the hub's own engine, on what was measured and done, as if those rules had been
// in force. Its answers are computed, never recorded; they must not be mistaken for what a screen showed.
import type { EpochMs } from '../ids.ts'
import type { DecodedRecord } from '../record/line.ts'
import type { RecordKind } from '../record/record.ts'
import { type Quantity, shown } from '../vitals.ts'
import { advanceTo, type EngineState, type Fact, initialEngine, step } from './engine.ts'
import { rulesNow } from './patient.ts'
import { beyond, ladderOf, type RuleSet, type Rules } from './rules.ts'

/** What an engine decided then is not a fact for another engine: it decides anew. */
const DECIDED: ReadonlySet<RecordKind | 'unknown'> = new Set<RecordKind>([
  'alarm',
  'repeat',
  'silenceEnded',
  'escalation',
])
/**
 * What people did about alarms that may now never have been; the session's own limits and rules. Not what was undone: of a silence
 * that never was it takes back nothing, and an act at the pump it does take back.
 */
const ABOUT_THOSE: ReadonlySet<RecordKind | 'unknown'> = new Set<RecordKind>([
  'acknowledgement',
  'coming',
  'audioPaused',
  'taken',
  'resolved',
  'quarantine',
  'rules',
])

/** Whether a record is given to the engine that judges anew. */
export const isJudgedAnew = (record: DecodedRecord): boolean =>
  !DECIDED.has(record.kind) &&
  !ABOUT_THOSE.has(record.kind) &&
  !(record.kind === 'cuff.ordered' && record.cause !== 'person')

/** One second of the recording in which a condition was active. */
export type ConditionSecond = {
  /** Whole seconds since `startMs`. */
  readonly second: number
  readonly condition: string
  readonly level: string
  readonly priority: string
  readonly quantity?: Quantity
  /** What was measured in that second, rounded to the digits shown; absent: nothing was. */
  readonly value?: number
  /** Whether that value is beyond the condition's own lowest limit in force. Without a value it is not. */
  readonly breach: boolean
}

export type WhatIf = {
  /** Feeds the next record of the recording, in order. @returns what the rules decide up to and on it */
  take(record: DecodedRecord): readonly Fact[]
  /** Nothing more comes: what falls due until then. */
  end(atMs: EpochMs): readonly Fact[]
  state(): EngineState
}

export function createWhatIf(ruleSet: RuleSet): WhatIf {
  let state = initialEngine()
  return {
    take(record) {
      if (!isJudgedAnew(record)) return []
      const result = step(ruleSet, state, record)
      state = result.state
      return result.transitions
    },
    end(atMs) {
      const result = advanceTo(ruleSet, state, atMs)
      state = result.state
      return result.transitions
    },
    state: () => state,
  }
}

type Values = Partial<Record<Quantity, number>>

/** The values of one record, rounded to the digits shown; recovered ones are not of this second. */
function valuesOf(record: DecodedRecord): Values {
  const values: Values = {}
  if (record.kind === 'vitals')
    for (const key in record.readings) {
      const quantity = key as keyof typeof record.readings
      const reading = record.readings[quantity]
      if (reading?.status === 'measured' && record.recovered?.includes(quantity) !== true)
        values[quantity] = shown(quantity, reading.value)
    }
  if (record.kind === 'bloodPressure' && record.result.status === 'measured' && record.recovered !== true)
    for (const quantity of ['systolic', 'diastolic', 'mean'] as const) {
      const value = record.result[quantity]
      if (value !== undefined) values[quantity] = shown(quantity, value)
    }
  return values
}

/** The number a condition is about in these values, and whether it is beyond the lowest limit in force. */
function heldAgainst(
  rules: Rules,
  condition: string,
  values: Values,
): { readonly quantity: Quantity; readonly value: number; readonly breach: boolean } | undefined {
  const ladder = ladderOf(rules, condition)
  if (ladder === undefined) return undefined
  const limits = ladder.levels.flatMap((one) => one.limits)
  const isCuff = ladder.sources.includes('cuff')
  // Of the sources in their order the first that was measured; a cuff's limits name their component.
  const own: readonly Quantity[] = isCuff
    ? limits.map((limit) => limit.quantity)
    : (ladder.sources as readonly Quantity[])
  const quantity = own.find((one) => values[one] !== undefined)
  if (quantity === undefined) return undefined
  const broken = limits.find((limit) => {
    const held = values[isCuff ? limit.quantity : quantity]
    return held !== undefined && beyond(limit.op, held, limit.value)
  })
  const named = broken !== undefined && isCuff ? broken.quantity : quantity
  return { quantity: named, value: values[named] as number, breach: broken !== undefined }
}

/**
 * Every second of a recording with its active conditions: those that were active at its end, or broke their limit in it.
 * @param startMs hub time of second 0
 */
export function createSeconds(ruleSet: RuleSet, startMs: number) {
  const whatIf = createWhatIf(ruleSet)
  let second = 0
  /** Of this second, by condition. */
  let seen: Record<string, Pick<ConditionSecond, 'level' | 'priority' | 'quantity' | 'value' | 'breach'>> = {}

  /** Ends the current second. */
  const close = (): ConditionSecond[] => {
    const { active } = whatIf.state()
    const lines: ConditionSecond[] = []
    for (const condition of Object.keys({ ...seen, ...active }).sort()) {
      const now = active[condition]
      const was = seen[condition]
      if (now === undefined && was?.breach !== true) continue
      const { level, priority } = now ?? (was as NonNullable<typeof was>)
      lines.push({ breach: false, ...was, second, condition, level, priority })
    }
    seen = {}
    second += 1
    return lines
  }
  const look = (record: DecodedRecord, before: EngineState['active']): void => {
    const values = valuesOf(record)
    const state = whatIf.state()
    const rules = rulesNow(ruleSet, state.patient)
    for (const condition in { ...before, ...state.active }) {
      const held = heldAgainst(rules, condition, values)
      const { level, priority } = (state.active[condition] ??
        before[condition]) as EngineState['active'][string]
      // A second with several samples: one that was beyond is not unsaid by the next.
      if (held === undefined || (seen[condition]?.breach === true && !held.breach)) continue
      seen[condition] = { level, priority, ...held }
    }
  }

  return {
    /** @returns the lines of every second that is over before this record, and what the rules decide up to and on it */
    take(record: DecodedRecord): {
      readonly lines: readonly ConditionSecond[]
      readonly facts: readonly Fact[]
    } {
      const lines: ConditionSecond[] = []
      const facts: Fact[] = []
      const of = Math.floor((record.hubAtMs - startMs) / 1_000)
      while (second < of) {
        facts.push(...whatIf.end((startMs + (second + 1) * 1_000 - 1) as EpochMs))
        lines.push(...close())
      }
      const before = whatIf.state().active
      facts.push(...whatIf.take(record))
      look(record, before)
      return { lines, facts }
    },
    /** What falls due up to `atMs`, and the seconds until then. */
    end(atMs: EpochMs): { readonly lines: readonly ConditionSecond[]; readonly facts: readonly Fact[] } {
      const facts: Fact[] = []
      const lines: ConditionSecond[] = []
      for (;;) {
        const endsMs = startMs + (second + 1) * 1_000 - 1
        facts.push(...whatIf.end(Math.min(endsMs, atMs) as EpochMs))
        lines.push(...close())
        if (endsMs >= atMs) return { lines, facts }
      }
    },
  }
}
