// Moments of a nurse's day with the blood pressure, each walked by hand through clinical facts §4 and §5, in plain words.
// What must be recorded stands as `what @second`; everything the engine decides about the named conditions is listed.
import { describe, expect, test } from 'vitest'
import { acknowledges, baselineOf, cuffStarts, livesThrough, sees, setsLimits } from '../testing/clinic.ts'
import { at, cuff, cuffFailed, type Fact } from '../testing/given.ts'
import { about, alarms, MORNING, silences, steady, wordsOf } from '../testing/nurses-day.ts'

describe('blood pressure', () => {
  test('[AL31] 1. a cuff that fails in hypotension is an alarm, not a quiet morning', () => {
    const day = livesThrough(
      [...MORNING, steady(0, 230), cuff(120, 86, 52, 64), cuffFailed(160), cuffFailed(205)],
      230,
    )
    expect(about(day, 'bpLow').filter((line) => !line.startsWith('told'))).toEqual([
      'repeat due bpLow low @120',
      'repeat failed bpLow low @205',
      'bpLow raised low @205',
    ])
    expect(alarms(day, 'cuffFailed')).toEqual(['cuffFailed raised medium @205'])
    expect(wordsOf(day, 'bpLow', 230)).toContain('86')
  })

  test('[AL32] 2. 164/92 that a minute later is 150/88 was noise: no alarm, and the repeat is named as dropped', () => {
    const day = livesThrough([...MORNING, steady(0, 130), cuff(30, 164, 92), cuff(90, 150, 88)], 130)
    expect(about(day, 'bpHigh')).toEqual(['repeat due bpHigh high @30', 'repeat dropped bpHigh high @90'])
  })

  test('[AL32] 3. 164/92 and then 161/90: the repeat agrees; the alarm counts its age from the first reading', () => {
    const day = livesThrough([...MORNING, steady(0, 100), cuff(30, 164, 92), cuff(75, 161, 90)], 100)
    expect(alarms(day, 'bpHigh')).toEqual(['bpHigh raised high @75'])
    expect(day.session.alarms.bpHigh?.alarm.breachAtMs).toBe(at(30))
    expect(day.session.alarms.bpHigh?.alarm.cause).toBe('repeatAgreed')
  })

  test('[AL33] 4. 164/92 and then nothing: two minutes later it is an alarm all the same', () => {
    const day = livesThrough([...MORNING, steady(0, 160), cuff(30, 164, 92)], 160)
    expect(about(day, 'bpHigh').filter((line) => !line.startsWith('told'))).toEqual([
      'repeat due bpHigh high @30',
      'repeat timeOver bpHigh high @150',
      'bpHigh raised high @150',
    ])
  })

  test('[AL33] 5. with a cycle running at two minutes the repeat is waited for until 2:45', () => {
    const day = livesThrough([...MORNING, steady(0, 215), cuff(30, 164, 92), cuffStarts(140)], 215)
    expect(alarms(day, 'bpHigh')).toEqual(['bpHigh raised high @195'])
  })

  test('[AL34] 6. DBP 112 with SBP 158: MEDIUM at once, HIGH when the repeat agrees; the words show the pair', () => {
    const day = livesThrough(
      [
        ...MORNING,
        steady(0, 100),
        cuff(30, 158, 112),
        sees(40, (now) => {
          expect(now.session.alarms.bpHigh?.alarm.priority).toBe('medium')
          expect(wordsOf(now, 'bpHigh', 50)).toBe('DBP 112 ≥ 110 (158/112), 0:20 ago')
        }),
        cuff(80, 157, 111),
      ],
      100,
    )
    expect(alarms(day, 'bpHigh')).toEqual([
      'bpHigh raised veryHighDiastolic @30',
      'bpHigh rose veryHighDiastolicConfirmed @80',
    ])
    expect(day.session.alarms.bpHigh?.alarm.priority).toBe('high')
  })

  test('[AL35] 7. 184/100 is HIGH on the first reading; a repeat of 168/98 steps it down without a burst', () => {
    const day = livesThrough([...MORNING, steady(0, 100), cuff(30, 184, 100), cuff(80, 168, 98)], 100)
    expect(alarms(day, 'bpHigh')).toEqual(['bpHigh raised veryHigh @30', 'bpHigh fell high @80'])
    expect(day.session.alarms.bpHigh?.alarm.breachAtMs).toBe(at(30))
  })

  test('[AL36] 8. a reading that arrives 25 s late still alarms, and its words say how old it is', () => {
    const late: Fact = { ...cuff(120, 196, 100) }
    const body = { ...late.body, measuredAtMs: at(95) } as Fact['body']
    const day = livesThrough([...MORNING, steady(0, 130), { atMs: at(120), body }], 130)
    expect(alarms(day, 'bpHigh')).toEqual(['bpHigh raised veryHigh @120'])
    expect(day.session.alarms.bpHigh?.alarm.measuredAtMs).toBe(at(95))
  })

  test('[AL37] 9. 70/65 is an artefact: a failed cycle, never "BP low"', () => {
    const day = livesThrough([...MORNING, steady(0, 200), cuff(100, 70, 65)], 200)
    expect(about(day, 'bpLow')).toEqual([])
  })

  test('[AL38] 10. a baseline of 108 makes 150 the limit, and 145 is where it ends', () => {
    const day = livesThrough(
      [
        baselineOf(0, { systolic: 108, diastolic: 70 }),
        ...MORNING,
        steady(0, 400),
        cuff(30, 152, 90),
        cuff(90, 151, 90),
        cuff(200, 146, 88),
        cuff(320, 144, 88),
      ],
      400,
    )
    expect(alarms(day, 'bpHigh')).toEqual(['bpHigh raised high @90', 'bpHigh ended high @320'])
  })

  test('[AL39] 11. the limit is raised above the value: the alarm ends by name, and says by what', () => {
    const limits = [
      { condition: 'bpHigh', level: 'high', quantity: 'systolic', value: 170, was: 160 },
    ] as const
    const day = livesThrough(
      [...MORNING, steady(0, 140), cuff(30, 164, 92), cuff(75, 163, 92), setsLimits(120, [...limits])],
      140,
    )
    expect(alarms(day, 'bpHigh')).toEqual(['bpHigh raised high @75', 'bpHigh ended high @120'])
    const ended = day.decided.filter((fact) => fact.kind === 'alarm' && fact.condition === 'bpHigh').at(-1)
    expect(ended).toMatchObject({ endedBy: 'limitsChanged' })
  })

  test('[AL70] 12. an acknowledged 182 that becomes 198 sounds again', () => {
    const day = livesThrough(
      [
        ...MORNING,
        steady(0, 260),
        cuff(30, 182, 100),
        acknowledges(40, 'bpHigh'),
        sees(200, (now) => expect(now.session.alarms.bpHigh?.acknowledged?.by).toBe('R. Osei')),
        cuff(240, 198, 104),
      ],
      260,
    )
    expect(silences(day)).toHaveLength(1)
    expect(silences(day)[0]).toMatch(/^silence acknowledgement (worsened|newReading) @240$/)
    expect(day.session.alarms.bpHigh?.acknowledged).toBeUndefined()
  })
})
