// Owns when acknowledgements, Coming, pauses, audio off and HELP's own quiet stop holding. Never owns whether a limit is broken.
// What ends one is found as records are learned, and said at the time when it was so. Source: clinical facts §5.
import type { AlarmId, RecordSeq } from '../../ids.ts'
import type { BodyOf } from '../../record/record.ts'
import { type Quantity, shown } from '../../vitals.ts'
import type { EngineState, Values } from '../engine-state.ts'
import { atOf, type Item, type Part } from '../part.ts'
import { type Ladder, ladderOf, type Rules, type SourceId } from '../rules.ts'
import {
  afterEnd,
  endingAt,
  NO_SILENCES_PART,
  over,
  type Silence,
  type SilenceEnd,
  type SilencesState,
  silencesOf,
  withoutAlarm,
} from './silence-entries.ts'
import { acknowledgementHoldsMs, HELP_CONDITION, type SilenceTimes } from './silence-times.ts'

export { NO_SILENCES_PART, type SilencesState }

type Is<K extends Item['kind']> = Extract<Item, { kind: K }>

const conditionOf = (alarmId: AlarmId): string => alarmId.slice(0, alarmId.indexOf('@'))
const isActive = (state: EngineState, alarmId: AlarmId): boolean =>
  state.active[conditionOf(alarmId)]?.alarmId === alarmId

const withAll = (state: EngineState, all: readonly Silence[]): EngineState =>
  all === state.silences.all ? state : { ...state, silences: silencesOf(all) }

/** Changes every silence; the same list where nothing changed. */
function each(all: readonly Silence[], change: (one: Silence) => Silence): readonly Silence[] {
  const next = all.map(change)
  return next.every((one, index) => one === all[index]) ? all : next
}

/** The newest value of each quantity that was judged. */
function newest(state: EngineState): Values {
  const values: Partial<Record<Quantity, number>> = {}
  for (const key in state.sources) Object.assign(values, state.sources[key as SourceId]?.values)
  return values
}
function roundedValues(values: Values): Values {
  const rounded: Partial<Record<Quantity, number>> = {}
  for (const key in values) {
    const value = values[key as Quantity]
    if (value !== undefined) rounded[key as Quantity] = shown(key as Quantity, value)
  }
  return rounded
}

const started = (
  item: { readonly seq: RecordSeq; readonly hubAtMs: number; readonly by?: { personId: string } | undefined },
  what: Silence['what'],
  untilMs: number,
  untilCause: SilenceEnd,
): Silence => ({
  seq: item.seq,
  what,
  atMs: item.hubAtMs,
  ...(item.by === undefined ? {} : { personId: item.by.personId }),
  untilMs,
  untilCause,
  overMs: 0,
  overCause: 'expired',
})

/** A person's newer word on the same takes the older one's place. */
const replaced = (
  all: readonly Silence[],
  whats: readonly Silence['what'][],
  atMs: number,
  alarmId?: AlarmId,
): readonly Silence[] =>
  each(all, (one) =>
    whats.includes(one.what) && one.alarmId === alarmId ? over(one, atMs, 'byPerson') : one,
  )

function acknowledge(rules: Rules, state: EngineState, item: Is<'acknowledgement'>): EngineState {
  const { alarmId, hubAtMs: atMs } = item
  const condition = conditionOf(alarmId)
  const active = state.active[condition]
  // Of one that is over there is nothing to silence: it only goes out of sight.
  if (active?.alarmId !== alarmId) return state
  const holdsMs = acknowledgementHoldsMs(rules, condition, active.priority)
  const one: Silence = {
    ...started(item, 'acknowledgement', holdsMs === undefined ? 0 : atMs + holdsMs, 'stillTrue'),
    alarmId,
    condition,
    values: { ...newest(state), ...roundedValues(item.values as Values) },
  }
  return withAll(state, [...replaced(state.silences.all, ['acknowledgement', 'coming'], atMs, alarmId), one])
}

function come(state: EngineState, item: Is<'coming'>): EngineState {
  const { alarmId, hubAtMs } = item
  if (!isActive(state, alarmId)) return state
  const one = {
    ...started(item, 'coming', item.untilMs, 'expired'),
    alarmId,
    condition: conditionOf(alarmId),
  }
  return withAll(state, [...replaced(state.silences.all, ['coming'], hubAtMs, alarmId), one])
}

function afterAlarm(rules: Rules, state: EngineState, alarm: Is<'alarm'>): EngineState {
  const { alarmId, condition, transition, dueAtMs: atMs } = alarm
  return withAll(
    state,
    each(state.silences.all, (one) => {
      if (one.what === 'helpQuiet')
        return condition === HELP_CONDITION && transition === 'ended' ? over(one, atMs, 'alarmEnded') : one
      const isOther = one.condition === condition && one.alarmId !== alarmId
      // A condition has one alarm at a time: another one in its place ends the first.
      if (isOther) return over(one, atMs, 'alarmEnded')
      if (one.alarmId !== alarmId && one.alarmIds?.includes(alarmId) !== true) return one
      switch (transition) {
        case 'ended':
        case 'rose': {
          const cause = transition === 'ended' ? 'alarmEnded' : 'rose'
          return one.what === 'audioPaused' ? withoutAlarm(one, alarmId, atMs, cause) : over(one, atMs, cause)
        }
        case 'fell': {
          if (one.what !== 'acknowledgement') return one
          const holdsMs = acknowledgementHoldsMs(rules, condition, alarm.priority)
          return { ...one, untilMs: holdsMs === undefined ? 0 : one.atMs + holdsMs }
        }
        case 'raised':
          return one
      }
    }),
  )
}

// ── worse than what was acknowledged ─────────────────────────────────────────────────────────────────────

type JudgedBy = SilenceTimes['ladders'][number]
/** Whether a condition is about values that are too low. */
const isLow = ({ levels }: JudgedBy): boolean =>
  levels.some(({ limits }) => limits.some(({ op }) => op === '<'))

/** Whether these values are worse than those acknowledged, by the profile's step, in the direction of the condition. */
export function isWorse(rules: SilenceTimes, ladder: JudgedBy, from: Values, values: Values): boolean {
  for (const key in values) {
    const quantity = key as Quantity
    const now = values[quantity]
    const step = rules.silence.worsensBy[quantity]
    // A source that stands in is held against what was acknowledged of the one it stands in for.
    const was =
      from[quantity] ?? ladder.sources.map((id) => from[id as Quantity]).find((v) => v !== undefined)
    if (now === undefined || step === undefined || was === undefined) continue
    if (isLow(ladder) ? now <= was - step : now >= was + step) return true
  }
  return false
}

/** What of an item may be held against what was acknowledged, by source: judged a moment ago, or measured by a person. */
function worthHolding(
  rules: Rules,
  state: EngineState,
  ladder: Ladder,
  item: Is<'vitals'> | Is<'bloodPressure'> | Is<'manual'>,
): Values | undefined {
  const values: Partial<Record<Quantity, number>> = {}
  if (item.kind === 'manual') {
    if (item.hubAtMs - item.measuredAtMs > rules.manualMs) return undefined
    const isCuff = ladder.sources.includes('cuff')
    for (const key in item.values) {
      const quantity = key as Quantity
      const isOfCuff = quantity === 'systolic' || quantity === 'diastolic' || quantity === 'mean'
      if (isCuff !== isOfCuff || (!isOfCuff && !ladder.sources.includes(quantity))) continue
      values[quantity] = shown(quantity, item.values[quantity] as number)
    }
    return values
  }
  for (const id of ladder.sources) {
    if ((id === 'cuff') !== (item.kind === 'bloodPressure')) continue
    const source = state.sources[id]
    // Settling, recovered, artefact, without a pulse: not judged, so not worse either.
    if (source !== undefined && source.judgedMs === item.hubAtMs) Object.assign(values, source.values)
  }
  return values
}

function afterMeasurement(
  rules: Rules,
  state: EngineState,
  item: Is<'vitals'> | Is<'bloodPressure'> | Is<'manual'>,
): EngineState {
  const { all } = state.silences
  if (all.length === 0) return state
  return withAll(
    state,
    each(all, (one) => {
      if (one.what !== 'acknowledgement' || one.condition === undefined || one.overMs !== 0) return one
      const ladder = ladderOf(rules, one.condition)
      if (ladder === undefined) return one
      const values = worthHolding(rules, state, ladder, item)
      if (values === undefined || !isWorse(rules, ladder, one.values ?? {}, values)) return one
      return over(one, item.hubAtMs, 'worsened')
    }),
  )
}

/** A *new* cuff reading after which a condition of the cuff is still HIGH: known once the reading has been decided on. */
function stillHigh(rules: Rules, state: EngineState, item: Is<'bloodPressure'>): BodyOf<'silenceEnded'>[] {
  if (state.sources.cuff?.judgedMs !== item.hubAtMs || item.recovered === true) return []
  return state.silences.all.flatMap(({ what, seq: ofSeq, alarmId, condition, overMs }) => {
    if (what !== 'acknowledgement' || alarmId === undefined || condition === undefined || overMs !== 0)
      return []
    const active = state.active[condition]
    const isOfCuff = ladderOf(rules, condition)?.sources.includes('cuff') === true
    if (!isOfCuff || active?.alarmId !== alarmId || active.priority !== 'high') return []
    return [{ kind: 'silenceEnded', what, ofSeq, alarmId, cause: 'newReading', dueAtMs: item.hubAtMs }]
  })
}

export const SILENCES_PART: Part = {
  learn(rules, state, item): EngineState {
    const { all } = state.silences
    switch (item.kind) {
      case 'vitals':
      case 'bloodPressure':
      case 'manual':
        return afterMeasurement(rules, state, item)
      case 'alarm':
        return all.length === 0 ? state : afterAlarm(rules, state, item)
      case 'acknowledgement':
        return acknowledge(rules, state, item)
      case 'coming':
        return come(state, item)
      case 'audioPaused': {
        const alarmIds = item.alarmIds.filter((alarmId) => isActive(state, alarmId))
        return withAll(state, [
          ...all,
          { ...started(item, 'audioPaused', item.untilMs, 'expired'), alarmIds },
        ])
      }
      case 'audioOff': {
        const others = replaced(all, ['audioOff'], item.hubAtMs)
        return withAll(state, item.on ? [...others, started(item, 'audioOff', 0, 'byPerson')] : others)
      }
      case 'help': {
        const untilMs = item.hubAtMs + rules.silence.helpQuietMs
        const others = replaced(all, ['helpQuiet'], item.hubAtMs)
        return withAll(state, [...others, started(item, 'helpQuiet', untilMs, 'expired')])
      }
      case 'undone':
        return withAll(
          state,
          each(all, (one) =>
            one.seq === item.ofSeq && one.what !== 'audioOff' && one.what !== 'helpQuiet'
              ? over(one, item.hubAtMs, 'undone')
              : one,
          ),
        )
      case 'personLeft':
        return withAll(
          state,
          each(all, (one) => (isOf(one, item) ? over(one, item.hubAtMs, item.cause) : one)),
        )
      case 'silenceEnded':
        return withAll(state, afterEnd(all, item))
      default:
        return state
    }
  },
  decide(rules, _before, state, item) {
    if (state.silences.all.length === 0) return []
    if (item.kind === 'bloodPressure') return stillHigh(rules, state, item)
    if (item.kind !== 'session.closed') return []
    return state.silences.all.map(({ what, seq: ofSeq, alarmId }) => ({
      kind: 'silenceEnded',
      what,
      ofSeq,
      ...(alarmId === undefined ? {} : { alarmId }),
      cause: 'sessionClosed',
      dueAtMs: atOf(item),
    }))
  },
  nextMs: (_rules, state) => state.silences.nextMs,
  due: (_rules, state, atMs) => ({ facts: endingAt(state.silences.all, atMs) }),
}

/** What ends when this person leaves: what they gave, and at a hand-over also that the audio is off. */
function isOf({ what, personId }: Silence, { person, cause }: Is<'personLeft'>): boolean {
  switch (what) {
    case 'acknowledgement':
    case 'coming':
      return personId === person.personId
    case 'audioOff':
      return cause === 'handedOver' || personId === person.personId
    case 'audioPaused':
    case 'helpQuiet':
      return false
  }
}
