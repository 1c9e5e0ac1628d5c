// Moments of a nurse's day with people and with what is not there, each walked by hand through clinical facts §4 and §5.
// What must be recorded stands as `what @second`; everything the engine decides about the named conditions is listed.
import { describe, expect, test } from 'vitest'
import {
  acknowledges,
  comes,
  covered,
  factLine,
  livesThrough,
  pausesAudio,
  presses,
  resolves,
  says,
  sees,
  setsPhase,
  takes,
} from '../testing/clinic.ts'
import { attached, detached, hubGap, opened } from '../testing/given.ts'
import { alarms, MORNING, silences, steady } from '../testing/nurses-day.ts'

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
