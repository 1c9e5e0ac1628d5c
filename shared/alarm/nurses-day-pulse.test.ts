// Moments of a nurse's day with saturation and pulse, each walked by hand through clinical facts §4 and §5, in plain words.
// What must be recorded stands as `what @second`; everything the engine decides about the named conditions is listed.
import { describe, expect, test } from 'vitest'
import {
  acknowledges,
  covered,
  cuffStarts,
  type Day,
  livesThrough,
  pausesAudio,
  placed,
  sees,
} from '../testing/clinic.ts'
import { attached, cuff, type Instant, infusion, opened, vitals } from '../testing/given.ts'
import { alarms, MORNING, silences, steady, WELL, wordsOf } from '../testing/nurses-day.ts'

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
