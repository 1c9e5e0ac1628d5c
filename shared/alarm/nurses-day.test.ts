// Twenty and some moments of a nurse's day, each walked by hand through clinical facts §4 and §5, in plain words.
// What must be recorded stands as `what @second`; everything the engine decides about the named conditions is listed.
import { describe, expect, test } from 'vitest'
import {
  acknowledges,
  baselineOf,
  comes,
  covered,
  cuffStarts,
  type Day,
  factLine,
  livesThrough,
  pausesAudio,
  placed,
  presses,
  resolves,
  type Step,
  says,
  sees,
  setsLimits,
  setsPhase,
  takes,
} from '../testing/clinic.ts'
import {
  at,
  attached,
  cuff,
  cuffFailed,
  detached,
  every1s,
  type Fact,
  hubGap,
  type Instant,
  infusion,
  opened,
  vitals,
} from '../testing/given.ts'
import { rulesOfSession } from './session-rules.ts'
import { alarmText } from './text.ts'

const WELL: Instant = { heartRate: 74, pulseRate: 74, spo2: 97 }
/** Healthy numbers once a second, but for what `odd` says. */
const steady = (fromS: number, toS: number, odd: Instant = {}): Fact[] =>
  every1s(fromS, toS, { ...WELL, ...odd })
const MORNING: Step[] = [opened(0), attached(0), covered(0), infusion(0, 'start', 52.5)]

/** Facts about these conditions, in order. */
function about(day: Day, ...conditions: string[]): string[] {
  return day.decided
    .map(factLine)
    .filter((line) => conditions.some((one) => line.split(/[ @]/).includes(one)))
}
const alarms = (day: Day, ...conditions: string[]): string[] =>
  about(day, ...conditions).filter((line) => !line.startsWith('told') && !line.startsWith('repeat'))
const silences = (day: Day): string[] =>
  day.decided.map(factLine).filter((line) => line.startsWith('silence'))
const wordsOf = (day: Pick<Day, 'session'>, condition: string, atS: number): string => {
  const active = day.session.alarms[condition]
  const rules = rulesOfSession(day.session)
  if (active === undefined || rules === undefined) return 'not active'
  return alarmText(rules, active.alarm, at(atS))
}

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

describe('saturation and pulse', () => {
  test('[AL41] 13. a probe that slips at 83 is "SpO₂ lost at 83", at once and one step up', () => {
    const slips = (afterS: number): Day =>
      livesThrough(
        [
          ...MORNING,
          steady(0, 59),
          steady(60, 60 + afterS - 1, { spo2: 83 }),
          steady(60 + afterS, 75, { spo2: 'sensorOff' }),
        ],
        75,
      )
    const early = slips(4)
    expect(alarms(early, 'noValueSpo2')[0]).toBe('noValueSpo2 raised lostPending @64')
    expect(early.session.alarms.noValueSpo2?.alarm.priority).toBe('medium')
    expect(wordsOf(early, 'noValueSpo2', 75)).toContain('SpO₂ lost at 83')
    const late = slips(7)
    expect(alarms(late, 'noValueSpo2')[0]).toBe('noValueSpo2 raised lostPendingHigh @67')
    expect(late.session.alarms.noValueSpo2?.alarm.priority).toBe('high')
  })

  test('[AL6] 14. Wi-Fi roaming for 4 s hides nothing: the delay goes on, and no data alarm cries wolf', () => {
    const day = livesThrough(
      [...MORNING, steady(0, 59), steady(60, 63, { spo2: 84 }), steady(68, 80, { spo2: 84 })],
      80,
    )
    expect(alarms(day, 'spo2Low')).toEqual(['spo2Low raised veryLow @70'])
    expect(alarms(day, 'noLiveData', 'noValueSpo2')).toEqual([])
  })

  test('[AL17] 15. a monitor that reports once a minute alarms on its first value, and is not "lost" between two', () => {
    const minute = { heartRate: 60_000, pulseRate: 60_000, spo2: 60_000 }
    const reports = [0, 60, 120, 180].map((atS) =>
      vitals(atS, { ...WELL, ...(atS >= 60 ? { spo2: 88 } : {}) }),
    )
    const day = livesThrough(
      [opened(0), attached(0, minute), covered(0), infusion(0, 'start', 50), reports],
      230,
    )
    expect(alarms(day, 'spo2Low')).toEqual(['spo2Low raised low @60'])
    expect(alarms(day, 'noLiveData', 'noValueSpo2')).toEqual([])
  })

  test('[AL71] 16. an acknowledged SpO₂ of 82 that is still 82 after two minutes sounds again', () => {
    const day = livesThrough(
      [...MORNING, steady(0, 20), steady(21, 200, { spo2: 82 }), acknowledges(40, 'spo2Low')],
      200,
    )
    expect(silences(day)).toEqual(['silence acknowledgement stillTrue @160'])
  })

  test('[AL75] 17. with the audio paused for a fast heart, a new HIGH is not in the pause', () => {
    const day = livesThrough(
      [
        ...MORNING,
        steady(0, 20),
        steady(21, 60, { heartRate: 118, pulseRate: 118 }),
        pausesAudio(50),
        steady(61, 200, { heartRate: 118, pulseRate: 118, spo2: 78 }),
        sees(80, ({ session }) => {
          expect(session.audio.paused?.alarmIds).toEqual([session.alarms.hrHigh?.alarm.alarmId])
          expect(session.alarms.spo2Low?.alarm.priority).toBe('high')
        }),
      ],
      200,
    )
    expect(silences(day)).toEqual(['silence audioPaused expired @170'])
  })

  test('[AL42] 18. the cuff on the probe’s arm: a low number while it squeezes waits, and one that stays does not', () => {
    const squeezed = (after: Instant): Day =>
      livesThrough(
        [
          placed(0, 'leftArm', 'leftArm'),
          ...MORNING,
          steady(0, 120),
          cuffStarts(120),
          steady(121, 150, { spo2: 82 }),
          cuff(150, 128, 80),
          steady(151, 180, after),
        ],
        180,
      )
    expect(alarms(squeezed({ spo2: 97 }), 'spo2Low', 'noValueSpo2')).toEqual([])
    expect(alarms(squeezed({ spo2: 82 }), 'spo2Low')[0]).toMatch(/^spo2Low raised veryLow @160$/)
  })

  test('[AL60] 19. a backlog with SpO₂ 71 in it starts no alarm on SpO₂, and is reported as found', () => {
    const backlog = Array.from({ length: 60 }, (_one, index) =>
      vitals(
        200 + index / 100,
        { spo2: index === 30 ? 71 : 80, pulseRate: 74 },
        {
          measuredAtS: 60 + index,
          recovered: ['spo2', 'pulseRate'],
        },
      ),
    )
    const day = livesThrough([...MORNING, steady(0, 40), steady(180, 199), backlog, steady(201, 230)], 230)
    expect(alarms(day, 'spo2Low')).toEqual([])
    expect(alarms(day, 'recovered')[0]).toMatch(/^recovered raised /)
    expect(day.session.alarms.recovered?.alarm.about).toMatchObject({ quantity: 'spo2', value: 71 })
    expect(wordsOf(day, 'recovered', 230)).toContain('SpO₂ 71')
  })
})

describe('who is told', () => {
  test('[AL80] 20. nobody comes to a HIGH: physician at 60 s, backup and all staff at 120 s, then every minute until taken', () => {
    const day = livesThrough(
      [...MORNING, steady(0, 20), steady(21, 400, { spo2: 82 }), takes(290, 'spo2Low')],
      400,
    )
    const told = day.decided
      .map(factLine)
      .filter((line) => line.startsWith('told') && line.includes('spo2Low'))
    // Raised at 31: 10 s beyond 85.
    expect(told).toEqual([
      'told otherChairs spo2Low @61',
      'told physician spo2Low @91',
      'told backup spo2Low @151',
      'told allStaff spo2Low @151',
      'told again spo2Low @211',
      'told again spo2Low @271',
    ])
    expect(day.session.alarms.spo2Low?.taken?.by).toBe('Dr Lindqvist')
  })

  test('[AL81] 21. "Coming" is quiet for 60 s and moves the physician by 60 s, once', () => {
    const day = livesThrough(
      [...MORNING, steady(0, 20), steady(21, 300, { spo2: 82 }), comes(50, 'spo2Low'), comes(115, 'spo2Low')],
      300,
    )
    expect(silences(day)).toEqual(['silence coming expired @110', 'silence coming expired @175'])
    expect(day.decided.map(factLine)).toContain('told physician spo2Low @151')
  })

  test('[AL82] 22. HELP from a screen where nobody is signed in reaches the physician at once', () => {
    const day = livesThrough([...MORNING, steady(0, 90), presses(30), resolves(80, 'help')], 90)
    expect(alarms(day, 'help')).toEqual(['help raised said @30', 'help ended said @80'])
    expect(day.decided.map(factLine)).toContain('told physician help @30')
    expect(day.session.phase).toBe('emergency')
    expect(day.session.unclaimed.map(({ kind }) => kind)).toEqual(['help'])
  })

  test('[AL62] 23. chest pain is HIGH until somebody says by name what came of it', () => {
    const day = livesThrough(
      [...MORNING, steady(0, 90), says(30, 'chestPain'), resolves(60, 'symptomChestPain')],
      90,
    )
    expect(alarms(day, 'symptomChestPain').map((line) => line.split(' ')[1])).toEqual(['raised', 'ended'])
    const ended = day.decided.filter((fact) => fact.kind === 'alarm').at(-1)
    expect(ended).toMatchObject({ endedBy: 'clinician' })
  })
})

describe('what is not there', () => {
  test('[AL50] 24. the monitor is unplugged in a low saturation: no data is said, and the saturation alarm stands', () => {
    const day = livesThrough(
      [
        ...MORNING,
        steady(0, 20),
        steady(21, 60, { spo2: 82 }),
        detached(61),
        attached(120),
        steady(120, 140, { spo2: 82 }),
      ],
      140,
    )
    expect(alarms(day, 'noLiveData')).toEqual([
      'noLiveData raised medium @75',
      'noLiveData ended medium @120',
    ])
    expect(alarms(day, 'spo2Low')).not.toContain('spo2Low ended veryLow @120')
    expect(day.session.alarms.spo2Low).toBeDefined()
  })

  test('[AL78] 25. a low saturation that nobody saw stays in sight, silent, until somebody has', () => {
    const day = livesThrough(
      [
        ...MORNING,
        steady(0, 20),
        steady(21, 40, { spo2: 82 }),
        steady(41, 90),
        sees(80, ({ session }) => {
          expect(session.alarms.spo2Low).toBeUndefined()
          expect(Object.values(session.latched).map(({ alarm }) => alarm.condition)).toEqual(['spo2Low'])
        }),
        acknowledges(85, 'spo2Low'),
      ],
      90,
    )
    expect(day.session.latched).toEqual({})
  })

  test('[AL84] 26. the hub restarts in a pause: the pause ends on time, and nobody’s deadline is moved', () => {
    const day = livesThrough(
      [
        ...MORNING,
        steady(0, 20),
        steady(21, 60, { spo2: 82 }),
        pausesAudio(50),
        hubGap(61, 100),
        steady(100, 240, { spo2: 82 }),
      ],
      240,
    )
    expect(silences(day)).toEqual(['silence audioPaused expired @170'])
    expect(day.decided.map(factLine)).toContain('told physician spo2Low @91')
  })

  test('[AL43] 27. check-in: a fast heart is not cried over, a very fast one is, and nothing ends because the phase moves on', () => {
    const fast = { heartRate: 118, pulseRate: 118 }
    const day = livesThrough(
      [
        opened(0),
        attached(0),
        covered(0),
        setsPhase(0, 'checkIn'),
        steady(0, 60, fast),
        setsPhase(61, 'infusing'),
        steady(61, 100, fast),
        setsPhase(101, 'ready'),
        steady(101, 130, fast),
      ],
      130,
    )
    expect(alarms(day, 'hrHigh').map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual([
      'hrHigh raised high',
    ])
    expect(day.session.alarms.hrHigh).toBeDefined()
  })
})
