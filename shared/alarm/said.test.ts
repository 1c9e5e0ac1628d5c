// What people say is an alarm at once, and only a named word ends it.
import { describe, expect, test } from 'vitest'
import { SYMPTOMS } from '../record/care-kinds.ts'
import {
  acknowledges,
  factLine,
  livesThrough,
  presses,
  resolves,
  type Step,
  says,
  setsPhase,
} from '../testing/clinic.ts'
import { at, closed, cuff, quarantine } from '../testing/given.ts'
import { isSaid, symptomCondition } from './said.ts'

const run = (steps: readonly Step[], untilS = 60) =>
  livesThrough(steps, untilS).decided.filter((fact) => fact.kind === 'alarm')
const lines = (steps: readonly Step[], untilS = 60): string[] => run(steps, untilS).map(factLine)

describe('a symptom', () => {
  test.each(SYMPTOMS)('[AL68] %s is HIGH at once, whoever is at the screen', (symptom) => {
    const condition = symptomCondition(symptom)
    expect(isSaid(condition)).toBe(true)
    expect(run([says(10, symptom)])).toMatchObject([
      {
        condition,
        transition: 'raised',
        priority: 'high',
        cause: 'person',
        dueAtMs: at(10),
        breachAtMs: at(10),
        about: { symptom },
        values: {},
      },
    ])
  })
  test('[AL68] in every phase', () => {
    for (const phase of [
      'checkIn',
      'baseline',
      'infusing',
      'paused',
      'recovery',
      'ready',
      'emergency',
    ] as const)
      expect(lines([setsPhase(0, phase), says(10, 'seizure')])).toEqual(['symptomSeizure raised said @10'])
  })
  test('[AL68] said again while it is active there is no second alarm; another one is another alarm', () => {
    expect(lines([says(10, 'chestPain'), says(20, 'chestPain'), says(30, 'dyspnoea')])).toEqual([
      'symptomChestPain raised said @10',
      'symptomDyspnoea raised said @30',
    ])
  })
  test('[AL68] a named "resolved" ends it and no other; nothing else does', () => {
    const both = [says(10, 'chestPain'), says(11, 'dyspnoea')]
    expect(run([...both, resolves(30, 'symptomChestPain')]).slice(2)).toMatchObject([
      { condition: 'symptomChestPain', transition: 'ended', endedBy: 'clinician', dueAtMs: at(30) },
    ])
    const others = [acknowledges(20, 'symptomChestPain'), setsPhase(25, 'ready')]
    expect(lines([...both, ...others], 86_400)).toHaveLength(2)
  })
  test('[AL68] after that it can be said again, and is another alarm', () => {
    const all = run([says(10, 'chestPain'), resolves(20, 'symptomChestPain'), says(30, 'chestPain')])
    expect(all.map(factLine).at(-1)).toBe('symptomChestPain raised said @30')
    expect(new Set(all.map(({ alarmId }) => alarmId)).size).toBe(2)
  })
  test('[AL68] "resolved" ends no measured condition', () => {
    expect(lines([cuff(10, 185, 95), resolves(30, 'bpHigh')])).toHaveLength(1)
  })
})

describe('HELP', () => {
  test('[AL68] HIGH at once; pressed twice it is one; "resolved" ends it', () => {
    expect(lines([presses(10), presses(12), resolves(40, 'help')])).toEqual([
      'help raised said @10',
      'help ended said @40',
    ])
  })
  test('[AL58] the end of the session ends everything, the patient’s own and the rest', () => {
    const ended = run([presses(10), says(11, 'seizure'), cuff(12, 205, 95), closed(20)]).slice(3)
    expect(ended.map(factLine)).toEqual([
      'bpHigh ended extreme @20',
      'help ended said @20',
      'symptomSeizure ended said @20',
    ])
    expect(ended.every(({ endedBy }) => endedBy === 'sessionClosed')).toBe(true)
  })
  test('[AL58] an active condition of another version ends with the session, too', () => {
    const foreign: Step = {
      atMs: at(5),
      body: {
        kind: 'alarm',
        alarmId: 'fromTheFuture@1' as never,
        condition: 'fromTheFuture',
        transition: 'raised',
        level: 'odd',
        priority: 'high',
        dueAtMs: at(5),
        breachAtMs: at(5),
        measuredAtMs: at(5),
        values: {},
      },
    }
    expect(lines([foreign, closed(20)]).at(-1)).toBe('fromTheFuture ended odd @20')
  })
  test('[AL68] pressed while nothing was decided, it is an alarm as soon as something is again', () => {
    const quiet = [quarantine(0, true), presses(10), says(11, 'seizure'), presses(12)]
    expect(lines(quiet)).toEqual([])
    expect(lines([...quiet, quarantine(20, false), quarantine(30, true), quarantine(31, false)])).toEqual([
      'help raised said @20',
      'symptomSeizure raised said @20',
    ])
    expect(run([...quiet, quarantine(20, false)])[0]).toMatchObject({ breachAtMs: at(10) })
  })
})
