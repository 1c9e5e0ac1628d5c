// Owns the answers to "Why?" where nothing alarms: pending, held, settling, no pulse, no value, the phase, within limits, no
// limit. Never says that a number is well: only why there is no alarm.
import { type Freshness, freshnessAt, isCuffArtefact } from '../../fold/freshness.ts'
import { UNAVAILABLE_WORDS } from '../../fold/unavailable-words.ts'
import type { Phase } from '../../record/care-kinds.ts'
import {
  CONTINUOUS_SIGNALS,
  freshnessWindow,
  type Quantity,
  type SignalId,
  SLOW_DEVICE_FROM_MS,
} from '../../vitals.ts'
import { heldUntilMs } from '../cuff/cuff-hold.ts'
import type { Values } from '../engine-state.ts'
import { raisingOf } from '../raising.ts'
import { beyond, type Ladder, type Level, type Limit, type SourceId } from '../rules.ts'
import { valueFor } from '../runs.ts'
import { formatAge, PRIORITY_WORD } from '../words/text.ts'
import {
  type Asked,
  beyondWords,
  limitsWords,
  newestOf,
  pressureOf,
  short,
  valueWords,
  type Why,
  when,
} from './why-asked.ts'

const isSignal = (quantity: string): quantity is SignalId =>
  (CONTINUOUS_SIGNALS as readonly string[]).includes(quantity)

/** The limit of a level that these values break. */
const broken = (level: Level, source: SourceId, values: Values): Limit | undefined =>
  level.limits.find((limit) => {
    const value = valueFor(limit, source, values)
    return value !== undefined && beyond(limit.op, value, limit.value)
  })

type Pending = {
  readonly ladder: Ladder
  readonly id: SignalId
  readonly level: Level
  readonly sinceMs: number
  readonly dueMs: number
}

/** The breach that becomes an alarm first. */
function pendingOf({ ladders, engine, rules, atMs }: Asked): Pending | undefined {
  let first: Pending | undefined
  for (const ladder of ladders)
    for (const id of ladder.sources) {
      const source = engine.sources[id]
      if (id === 'cuff' || source === undefined || atMs - source.judgedMs > source.missingMs) continue
      const { out, due } = source.runs[ladder.condition] ?? { out: [], due: [] }
      for (let rank = (engine.active[ladder.condition]?.rank ?? -1) + 1; rank < out.length; rank += 1) {
        const sinceMs = out[rank] as number
        const dueMs = due[rank] as number
        const level = ladder.levels[rank] as Level
        if (sinceMs === 0 || dueMs === 0) continue
        if (raisingOf(rules, engine.patient.phase, level) === 'no') continue
        if (first === undefined || dueMs < first.dueMs) first = { ladder, id, level, sinceMs, dueMs }
      }
    }
  return first
}

/** A breach that has not lasted for its delay; or one whose onset a cuff holds. */
export function pendingWhy(asked: Asked): Why | undefined {
  const { engine, rules, atMs } = asked
  const pending = pendingOf(asked)
  if (pending === undefined) return undefined
  const { id, level, sinceMs } = pending
  const values = engine.sources[id]?.values ?? {}
  const limit = broken(level, id, values) ?? level.limits[0]
  const limitSaid = limit === undefined ? 'beyond its limit' : beyondWords(limit)
  const heldMs = heldUntilMs(rules, engine, id, atMs)
  const value = valueWords(id, values)
  if (heldMs > pending.dueMs) {
    const text = `Held by the cuff: ${value} is ${limitSaid}, and the onset waits until ${when(asked, heldMs)} at most, because the cuff squeezes the same limb.`
    return { kind: 'held', text }
  }
  const dueMs = Math.max(pending.dueMs, heldMs)
  const ran = `${formatAge(atMs - sinceMs)} of ${formatAge(dueMs - sinceMs)}`
  const how = `it alarms (${PRIORITY_WORD[level.priority]}) at ${when(asked, dueMs)} if it stays`
  return { kind: 'pending', text: `${value} is ${limitSaid} for ${ran}; ${how}.` }
}

const PHASE_WORDS: Readonly<Record<Phase, string>> = {
  checkIn: 'Check-in',
  baseline: 'Baseline',
  infusing: 'Infusing',
  paused: 'Paused',
  recovery: 'Recovery',
  ready: 'Ready',
  emergency: 'Emergency',
}

/** A value beyond a limit that its phase does not raise. */
function phaseWhy(asked: Asked, source: SourceId, values: Values): Why | undefined {
  const { ladders, rules, engine } = asked
  const { phase } = engine.patient
  if (phase === undefined) return undefined
  for (const { levels } of ladders)
    for (const level of levels.toReversed()) {
      const limit = broken(level, source, values)
      if (limit === undefined || raisingOf(rules, phase, level) !== 'no') continue
      const value = valueWords(source === 'cuff' ? limit.quantity : source, values)
      const text = `${PHASE_WORDS[phase]}: only HIGH alarms are raised; ${value} is ${beyondWords(limit)}, which is ${PRIORITY_WORD[level.priority]}.`
      return { kind: 'phase', text }
    }
  return undefined
}

/** Nobody set a baseline: limits that need one are off, and that is said. */
function relativeWords({ ladders, engine, rules }: Asked): string {
  const isPressure = ladders.some(({ sources }) => sources.includes('cuff'))
  if (!isPressure) return ''
  if (!rules.phases[engine.patient.phase ?? 'infusing'].relative)
    return '; limits relative to the baseline are off in this phase'
  return engine.patient.baseline === undefined ? '; no baseline, so limits relative to it are off' : ''
}

function noValueWhy(asked: Asked, signal: SignalId, now: Freshness): Why | undefined {
  const { engine, rules, atMs } = asked
  const name = short(signal)
  const { monitorOff, offMs, adjustingMs } = engine.patient
  if (now.is === 'live' || now.is === 'ageing') return undefined
  if (monitorOff)
    return { kind: 'off', text: `Monitor off, by name: that there is no ${name} is no condition.` }
  const held = atMs < offMs ? offMs : atMs < adjustingMs ? adjustingMs : 0
  const holding = held === 0 ? '' : `; off on purpose or adjusting until ${when(asked, held)}`
  if (now.is === 'never')
    return {
      kind: 'never',
      text: `No ${name} has been received in this session: nothing to judge${holding}.`,
    }
  if (now.is === 'stale') {
    const what = now.noLiveData ? 'no live data' : 'not live any more'
    return {
      kind: 'noData',
      text: `The last ${name} ${now.lastValue} is ${formatAge(now.ageMs)} old, ${what}: an old value is not judged${holding}.`,
    }
  }
  const steps = rules.technical.find((rule) => rule.kind === 'noValue' && rule.signal === signal)
  const levels = steps?.byPhase[engine.patient.phase ?? 'infusing'] ?? steps?.otherwise ?? []
  const next = levels.find(({ afterMs }) => afterMs > now.forMs)
  const then =
    next === undefined || held !== 0
      ? ''
      : `; without one it is ${next.silent === true ? 'seen' : PRIORITY_WORD[next.priority]} at ${when(asked, now.sinceMs + next.afterMs)}`
  return {
    kind: 'noValue',
    text: `No valid ${name} for ${formatAge(now.forMs)} (${UNAVAILABLE_WORDS[now.reason]}): nothing to judge${holding}${then}.`,
  }
}

/** Why a number that is there is not judged. */
function notJudgedWhy(asked: Asked, signal: SignalId): Why | undefined {
  const { engine, session, rules, atMs } = asked
  const source = engine.sources[signal]
  const name = short(signal)
  if (source === undefined) return undefined
  if (atMs < source.settleUntilMs)
    return {
      kind: 'settling',
      text: `${name} is back and settling until ${when(asked, source.settleUntilMs)}: its values neither raise nor end an alarm before.`,
    }
  const heldMs = heldUntilMs(rules, engine, signal, atMs)
  if (heldMs !== 0)
    return {
      kind: 'held',
      text: `Held by the cuff on the same limb until ${when(asked, heldMs)} at most: a breach of ${name} begins no alarm before.`,
    }
  if (source.judgedMs >= source.seenMs) return undefined
  const value = session.signals[signal]?.lastValue
  if (signal === 'spo2')
    return {
      kind: 'noPulse',
      text: `SpO₂ ${value ?? ''} counts only with a valid pulse of the same device, and there is none.`,
    }
  const first = asked.rules.ladders.find(({ sources }) => sources.indexOf(signal) > 0)?.sources[0]
  if (first === undefined || first === 'cuff') return undefined
  return {
    kind: 'standsIn',
    text: `${name} is not judged while ${short(first)} is valid: it stands in when that is lost.`,
  }
}

function signalWhy(asked: Asked, signal: SignalId): Why {
  const { ladders, session, engine, atMs } = asked
  const name = signal === 'respirationRate' ? 'respiration' : short(signal)
  const window = freshnessWindow(engine.sources[signal]?.everyMs)
  const now = freshnessAt(session.signals[signal], window, atMs)
  if (!ladders.some(({ levels }) => levels.some(({ limits }) => limits.length > 0)))
    return { kind: 'noLimit', text: `No alarm on ${name} here: this profile has no limit on it.` }
  if (signal === 'respirationRate' && now.is === 'never')
    return { kind: 'never', text: 'No alarm on respiration here: nothing measures it.' }
  const other = noValueWhy(asked, signal, now) ?? notJudgedWhy(asked, signal)
  if (other !== undefined) return other
  const values = newestOf(asked, signal) ?? {}
  const phase = phaseWhy(asked, signal, values)
  if (phase !== undefined) return phase
  const everyMs = engine.sources[signal]?.everyMs ?? 0
  const slow =
    everyMs > SLOW_DEVICE_FROM_MS
      ? `; reported every ${formatAge(everyMs)}, so it alarms on the first value`
      : ''
  return {
    kind: 'notReached',
    text: `Not alarming: ${valueWords(signal, values)}; limits ${limitsWords(asked, signal)}${slow}.`,
  }
}

function cuffWhy(asked: Asked): Why {
  const { ladders, session, atMs, engine } = asked
  if (!ladders.some(({ levels }) => levels.some(({ limits }) => limits.length > 0)))
    return { kind: 'noLimit', text: 'No alarm on blood pressure here: this profile has no limit on it.' }
  const { last, failures } = session.cuff
  if (last === undefined)
    return {
      kind: 'never',
      text: `No cuff reading in this session${failures > 0 ? `, ${failures} failed` : ''}: nothing to judge.`,
    }
  const { systolic, diastolic, mean } = last
  const values: Values = {
    ...(systolic === undefined ? {} : { systolic }),
    ...(diastolic === undefined ? {} : { diastolic }),
    ...(mean === undefined ? {} : { mean }),
  }
  const said = `${valueWords('systolic', values)}, ${formatAge(atMs - last.measuredAtMs)} ago`
  if (isCuffArtefact(last))
    return {
      kind: 'notReached',
      text: `${said}, cannot be (a pulse pressure under 10 mmHg): it counts as a failed cycle, and is not judged.`,
    }
  if (systolic === undefined && diastolic === undefined)
    return { kind: 'notReached', text: `${said}: a mean alone neither raises nor ends an alarm.` }
  const phase = phaseWhy(asked, 'cuff', engine.sources.cuff?.values ?? values)
  if (phase !== undefined) return phase
  return {
    kind: 'notReached',
    text: `Not alarming: ${said}; limits ${limitsWords(asked, 'systolic')}${relativeWords(asked)}.`,
  }
}

export function quietWhy(asked: Asked): Why | undefined {
  const { late, quantities, session, technical } = asked
  if (technical !== undefined) return notSoWhy(asked)
  const quantity: Quantity | undefined =
    quantities.find((one) => isSignal(one) && session.signals[one] !== undefined) ?? quantities[0]
  if (quantity === undefined) return undefined
  if (late !== undefined) {
    const value = valueWords(quantity, pressureOf(quantity) === undefined ? { [quantity]: late.value } : {})
    const number = pressureOf(quantity) === undefined ? value : `${short(quantity)} ${late.value}`
    const text = `${number}, measured at ${when(asked, late.measuredAtMs)}, came only at ${when(asked, late.cameAtMs)}: late data begins and ends no alarm, and is reported as found where it is beyond a limit.`
    return { kind: 'late', text }
  }
  return isSignal(quantity) ? signalWhy(asked, quantity) : cuffWhy(asked)
}

/** A technical condition that is not so. */
function notSoWhy(asked: Asked): Why {
  const { technical, engine, atMs, about } = asked
  const levels = technical?.byPhase[engine.patient.phase ?? 'infusing'] ?? technical?.otherwise ?? []
  if (levels.length === 0)
    return {
      kind: 'phase',
      text: `“${about}” is no condition in the phase ${PHASE_WORDS[engine.patient.phase ?? 'infusing'].toLowerCase()}.`,
    }
  const signal = technical?.signal
  if (signal !== undefined) {
    const now = freshnessAt(
      asked.session.signals[signal],
      freshnessWindow(engine.sources[signal]?.everyMs),
      atMs,
    )
    const why = noValueWhy(asked, signal, now)
    if (why !== undefined) return why
  }
  return {
    kind: 'notReached',
    text: `Not alarming: what “${about}” names is not so, or not for long enough.`,
  }
}
