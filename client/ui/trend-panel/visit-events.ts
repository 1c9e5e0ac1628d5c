// Owns what people saw and gave as it stands above the lanes: side effects from onset to end, drugs, oxygen. As it stands now:
// what was taken back is not drawn, what was put right stands where it was. Pure.

import { isLate, lateWords } from '@chairside/shared/fold/late-words.ts'
import type { PumpEvent } from '@chairside/shared/fold/session-state.ts'
import type { VisitState } from '@chairside/shared/fold/visit-state.ts'
import { DRUG_NAMES, SIDE_EFFECT_NAMES } from '@chairside/shared/visit/names.ts'
import type { TrendEvent } from '../trend-chart/event-rows.ts'

export type ActsSeen = Pick<VisitState, 'sideEffects' | 'given' | 'oxygen'>
export type ActsDrawn = ActsSeen & { readonly pump: readonly PumpEvent[] }

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
const stands = ({ void: isVoid }: { readonly void?: true }): boolean => isVoid !== true

type Act = { readonly atMs: number; readonly recordedAtMs: number; readonly fromPaper?: true | undefined }
/** Where it was recorded later than it was: that it was, and the words for it. */
const lateOf = ({ atMs, recordedAtMs, fromPaper }: Act) => {
  const said = { hubAtMs: recordedAtMs, atMs, fromPaper }
  return { words: lateWords(said), mark: isLate(said) ? ({ late: true } as const) : {} }
}

/** @param nowMs hub time: what goes on is drawn up to here */
export function visitEvents({ sideEffects, given, oxygen }: ActsSeen, nowMs: number): TrendEvent[] {
  const effects = sideEffects
    .filter(stands)
    .map(({ seq, effect, note, severity, onsetAtMs, endedAtMs, recordedAtMs, fromPaper, by }) => {
      const late = lateOf({ atMs: onsetAtMs, recordedAtMs, fromPaper })
      const name = note !== undefined && effect === 'other' ? note : SIDE_EFFECT_NAMES[effect]
      return {
        key: `effect ${seq}`,
        atMs: onsetAtMs,
        endMs: endedAtMs ?? Math.max(nowMs, onsetAtMs),
        words: `${name}, ${severity}`,
        title: `${name}, ${severity}, ${endedAtMs === undefined ? 'goes on' : 'over'} · ${by}${late.words}`,
        tone: 'patient' as const,
        ...late.mark,
      }
    })
  const drugs = given.filter(stands).map((act) => {
    const { seq, drug, dose, note, atMs, by } = act
    const late = lateOf(act)
    const name =
      drug === 'other' && note !== undefined ? note : (DRUG_NAMES[drug as keyof typeof DRUG_NAMES] ?? drug)
    return {
      key: `drug ${seq}`,
      atMs,
      words: capital(name),
      title: `${capital(name)}${dose === undefined ? '' : ` ${dose}`} · ${by}${late.words}`,
      tone: 'patient' as const,
      ...late.mark,
    }
  })
  const flows = oxygen.filter(stands).toSorted((a, b) => a.atMs - b.atMs)
  const onOxygen = flows.map((act, index): TrendEvent => {
    const { seq, device, litresPerMin, atMs, by } = act
    const late = lateOf(act)
    const words =
      device === 'roomAir' ? 'Room air' : `O₂${litresPerMin === undefined ? '' : ` ${litresPerMin} L/min`}`
    return {
      key: `oxygen ${seq}`,
      atMs,
      ...(device === 'roomAir' ? {} : { endMs: flows[index + 1]?.atMs ?? Math.max(nowMs, atMs) }),
      words,
      title: `${words} · ${by}${late.words}`,
      tone: 'patient',
      ...late.mark,
    }
  })
  return [...effects, ...drugs, ...onOxygen]
}

/** What an act at the pump says in few words. */
export function pumpWords({ act, rateMlPerHr }: PumpEvent): string {
  switch (act) {
    case 'start':
      return `Start ${rateMlPerHr} mL/h`
    case 'rate':
      return `${rateMlPerHr} mL/h`
    case 'resume':
      return `Resumed ${rateMlPerHr} mL/h`
    case 'pause':
      return 'Paused'
    case 'stop':
      return 'Stopped'
  }
}
