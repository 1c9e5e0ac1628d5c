// Owns "signal lost while a breach is pending": when it is so, and one step up. Source: clinical facts §4.
// Never says that a signal is back, and never ends the condition: technical.ts does.
import { CONTINUOUS_SIGNALS, type SignalId } from '../vitals.ts'
import { raised, strength } from './active.ts'
import { heldUntilMs } from './cuff/cuff-hold.ts'
import type { EngineState } from './engine-state.ts'
import type { Fact } from './part.ts'
import { raisingOf } from './raising.ts'
import type { Level, Rules, TechnicalRule } from './rules.ts'

type Loss = {
  readonly atMs: number
  readonly rule: TechnicalRule
  readonly level: 'lostPending' | 'lostPendingHigh'
  readonly silent: boolean
}

const noValueRule = (rules: Rules, signal: SignalId): TechnicalRule | undefined => {
  for (const rule of rules.technical) if (rule.kind === 'noValue' && rule.signal === signal) return rule
  return undefined
}
const priorityOf = ({ level }: Loss): 'medium' | 'high' => (level === 'lostPendingHigh' ? 'high' : 'medium')
const silentOf = ({ silent }: Loss): true | undefined => (silent ? true : undefined)

/**
 * When this signal counts as lost with a breach pending: at once with the word "unavailable", otherwise as soon as its
 * newest judged value is older than may be missing, which makes the breach void. Undefined: neither, or it has been said.
 */
export function lossOf(rules: Rules, state: EngineState, id: SignalId): Loss | undefined {
  const source = state.sources[id]
  if (source === undefined || !source.isOut || source.lostMs >= source.judgedMs) return undefined
  const { judgedMs, missingMs, silence, wordAtMs } = source
  const voidMs = judgedMs + missingMs + 1
  let atMs = silence === 'no' ? voidMs : Math.min(voidMs, wordAtMs)
  const { patient } = state
  // It was lost before this phase, or these limits: what was pending then is not known to be so now.
  if (atMs < patient.changedMs) return undefined
  let isPending = false
  let isHigh = false
  let sounds = false
  for (const ladder of rules.ladders) {
    const out = ladder.sources.includes(id) ? source.runs[ladder.condition]?.out : undefined
    if (out === undefined) continue
    for (let rank = (state.active[ladder.condition]?.rank ?? -1) + 1; rank < out.length; rank += 1) {
      const sinceMs = out[rank] as number
      if (sinceMs === 0) continue
      const level = ladder.levels[rank] as Level
      const raising = raisingOf(rules, patient.phase, level)
      if (raising === 'no') continue
      isPending = true
      if (raising === 'sounding') sounds = true
      if (level.priority === 'high' && 2 * (judgedMs - sinceMs) >= level.delayMs) isHigh = true
    }
  }
  if (!isPending) return undefined
  const rule = noValueRule(rules, id)
  // Off by name counts while the patient is ready to go: whoever came back from there is measured again.
  if (rule === undefined || (patient.monitorOff && patient.phase === 'ready')) return undefined
  atMs = Math.max(atMs, patient.adjustingMs, patient.offMs)
  atMs = Math.max(atMs, heldUntilMs(rules, state, id, atMs))
  const loss: Loss = {
    atMs,
    rule,
    level: isHigh ? 'lostPendingHigh' : 'lostPending',
    silent: !isHigh && !sounds,
  }
  const active = state.active[rule.condition]
  const mine = strength({ priority: priorityOf(loss), silent: silentOf(loss) })
  if (active !== undefined && strength(active) >= mine && (active.silent !== true || loss.silent))
    return undefined
  return loss
}

/** The earliest loss; 0: none. */
export function nextLossMs(rules: Rules, state: EngineState): number {
  let earliest = 0
  for (const id of CONTINUOUS_SIGNALS) {
    if (state.sources[id]?.isOut !== true) continue
    const atMs = lossOf(rules, state, id)?.atMs ?? 0
    if (atMs !== 0 && (earliest === 0 || atMs < earliest)) earliest = atMs
  }
  return earliest
}

/** The facts of the first signal that is lost at `atMs`. */
export function lossFacts(rules: Rules, state: EngineState, atMs: number): readonly Fact[] {
  for (const id of CONTINUOUS_SIGNALS) {
    const loss = lossOf(rules, state, id)
    if (loss === undefined || loss.atMs > atMs) continue
    const source = state.sources[id]
    const valueAtMs = Math.min(source?.measuredAtMs ?? atMs, atMs)
    return [
      raised(state, {
        condition: loss.rule.condition,
        level: loss.level,
        priority: priorityOf(loss),
        silent: silentOf(loss),
        cause: 'lostWhilePending',
        atMs,
        sinceMs: valueAtMs,
        about: {
          signal: id,
          quantity: id,
          ...(source?.values[id] === undefined ? {} : { value: source.values[id] }),
          valueAtMs: valueAtMs as never,
        },
      }),
    ]
  }
  return []
}
