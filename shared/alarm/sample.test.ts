// Which numbers may be judged at all: cuff artefacts, a source that stands in, a pulse that is not there, a sensor that settles.
import { describe, expect, test } from 'vitest'
import { at, attached, cuff, cuffFailed, every1s, lines, live, spo2, vitals } from '../testing/given.ts'

describe('cuff readings that are none', () => {
  test('[AL13] impossible, mean-only and failed results raise nothing', () => {
    const facts = [
      cuff(0, 190, 181),
      cuff(300, 150, 160),
      cuff(600, undefined, undefined, 170),
      cuffFailed(900),
    ]
    expect(live(facts, 1_000).transitions).toEqual([])
  })
  test('[AL13] … and clear nothing', () => {
    const facts = [cuff(0, 190, 100), cuff(300, 90, 81), cuff(600, undefined, undefined, 70), cuffFailed(900)]
    expect(live(facts, 1_000).transitions).toHaveLength(1)
  })
  test('[AL13] a pulse pressure of 10 is a reading', () => {
    expect(lines(live([cuff(0, 130, 120)], 1))).toEqual(['bpHigh raised extreme @0'])
  })
  test('[AL13] a reading without one component raises on what it has', () => {
    expect(lines(live([cuff(0, 185)], 1))).toEqual(['bpHigh raised veryHigh @0'])
    expect(lines(live([cuff(0, undefined, 117)], 1))).toEqual(['bpHigh raised veryHigh @0'])
  })
  test('[AL13] … and clears only when both are there', () => {
    expect(live([cuff(0, 185, 95), cuff(300, 120)], 400).transitions).toHaveLength(1)
    expect(live([cuff(0, 185, 95), cuff(300, undefined, 70)], 400).transitions).toHaveLength(1)
    expect(live([cuff(0, 185, 95), cuff(300, 120, 70)], 400).transitions).toHaveLength(2)
  })
})

describe('heart rate and the pulse rate that stands in for it', () => {
  test('[AL14] while the ECG is valid the pulse rate raises nothing', () => {
    expect(live(every1s(0, 60, { heartRate: 80, pulseRate: 150 }), 60).transitions).toEqual([])
  })
  test('[AL14] without ECG the pulse rate is judged, and the alarm names it', () => {
    const run = live(every1s(0, 20, { heartRate: 'noReading', pulseRate: 140 }), 20)
    expect(run.transitions).toMatchObject([
      {
        dueAtMs: at(10),
        limit: { quantity: 'pulseRate', op: '>', value: 130 },
        values: { pulseRate: 140 },
      },
    ])
  })
  test('[AL14] the change of source starts the delay again', () => {
    const facts = [
      ...every1s(0, 7, { heartRate: 140, pulseRate: 140 }),
      ...every1s(8, 30, { heartRate: 'noReading', pulseRate: 140 }),
    ]
    // The ECG's own breach, held to 7 s, is still good at 10 s (3 s missing).
    expect(lines(live(facts, 30))).toEqual(['hrHigh raised veryHigh @10'])
    const earlier = [
      ...every1s(0, 3, { heartRate: 140, pulseRate: 140 }),
      ...every1s(4, 30, { heartRate: 'noReading', pulseRate: 140 }),
    ]
    // At 10 s the newest ECG value is 7 s old: the pulse rate's own delay, from 4 s, decides.
    expect(lines(live(earlier, 30))).toEqual(['hrHigh raised veryHigh @14'])
  })
  test('[AL14] an ECG that drops out for a second now and then does not hold an alarm off', () => {
    const facts = every1s(0, 30, { heartRate: 140, pulseRate: 140 }).map((fact, index) =>
      index % 4 === 3 ? vitals(index, { heartRate: 'noReading', pulseRate: 140 }) : fact,
    )
    expect(lines(live(facts, 30))).toEqual(['hrHigh raised veryHigh @10'])
  })
  test('[AL14] a pulse rate in limit while the ECG is gone ends the ECG’s pending breach', () => {
    const facts = [
      ...every1s(0, 7, { heartRate: 140, pulseRate: 80 }),
      ...every1s(8, 30, { heartRate: 'noReading', pulseRate: 80 }),
    ]
    expect(live(facts, 30).transitions).toEqual([])
  })
  test('[AL14] an active condition stays until the new source has been clear for its leave delay', () => {
    const facts = [
      ...every1s(0, 12, { heartRate: 140, pulseRate: 80 }),
      ...every1s(13, 40, { heartRate: 'sensorOff', pulseRate: 80 }),
    ]
    expect(lines(live(facts, 40))).toEqual(['hrHigh raised veryHigh @10', 'hrHigh ended veryHigh @23'])
  })
  test('[AL14] [AL16] while the ECG settles, the pulse rate goes on being judged', () => {
    const facts = [
      ...every1s(0, 20, { heartRate: 'sensorOff', pulseRate: 80 }),
      vitals(21, { heartRate: 80, pulseRate: 80 }),
      vitals(22, { heartRate: 'sensorOff', pulseRate: 140 }),
      ...every1s(23, 32, { heartRate: 80, pulseRate: 140 }),
    ]
    expect(lines(live(facts, 32))).toEqual(['hrHigh raised veryHigh @32'])
  })
  test('[AL14] rates that come in records of their own do not fight', () => {
    const facts = Array.from({ length: 40 }, (_, s) => [
      vitals(s, { heartRate: 80 }),
      vitals(s + 0.5, { pulseRate: 150 }),
    ]).flat()
    expect(live(facts, 40).transitions).toEqual([])
  })
})

describe('SpO₂ and its pulse', () => {
  test('[AL15] SpO₂ while the device says it has no pulse raises nothing and clears nothing', () => {
    const noPulse = { pulseRate: 'noReading' as const }
    expect(live(every1s(0, 60, { spo2: 70, ...noPulse }), 60).transitions).toEqual([])
    const facts = [...every1s(0, 15, spo2(84)), ...every1s(16, 60, { spo2: 99, ...noPulse })]
    expect(live(facts, 60).transitions).toHaveLength(1)
  })
  test('[AL15] a heart rate is a pulse too', () => {
    expect(lines(live(every1s(0, 10, { spo2: 70, heartRate: 60, pulseRate: 'noReading' }), 10))).toEqual([
      'spo2Low raised extremelyLow @5',
    ])
  })
  test('[AL15] of a device that never spoke of a pulse none is asked', () => {
    expect(lines(live(every1s(0, 10, { spo2: 84 }), 10))).toEqual(['spo2Low raised veryLow @10'])
    const ecg = { deviceId: 'ecg' }
    const facts = Array.from({ length: 30 }, (_, s) => [
      vitals(s, { heartRate: 'sensorOff' }, ecg),
      vitals(s, { spo2: 84 }, { deviceId: 'oximeter' }),
    ]).flat()
    expect(lines(live(facts, 30))).toEqual(['spo2Low raised veryLow @10'])
  })
  test('[AL15] a pulse that came in a record of its own counts for 5 s', () => {
    const facts = Array.from({ length: 40 }, (_, s) => [
      vitals(s, { pulseRate: 72 }),
      vitals(s + 0.5, { spo2: s < 20 ? 84 : 97 }),
    ]).flat()
    expect(lines(live(facts, 40))).toEqual(['spo2Low raised veryLow @10.5', 'spo2Low ended veryLow @30.5'])
  })
  test('[AL15] a device that fell silent about the pulse may raise, but clears nothing', () => {
    const facts = [vitals(0, spo2(97)), ...every1s(1, 30, { spo2: 84 }), ...every1s(31, 90, { spo2: 97 })]
    expect(lines(live(facts, 90))).toEqual(['spo2Low raised veryLow @11'])
  })
})

describe('settling', () => {
  const calm = every1s(0, 5, spo2(97))
  test('[AL16] for 10 s after a sensor came back its values raise nothing', () => {
    const facts = [...calm, ...every1s(6, 7, spo2('sensorOff')), ...every1s(8, 40, spo2(70))]
    // Judged from 18 s; 5 s for the lowest level.
    expect(lines(live(facts, 40))).toEqual(['spo2Low raised extremelyLow @23'])
  })
  test('[AL16] … and clear nothing', () => {
    const facts = [
      ...every1s(0, 15, spo2(84)),
      ...every1s(16, 17, spo2('sensorOff')),
      ...every1s(18, 60, spo2(97)),
    ]
    expect(lines(live(facts, 60))).toEqual(['spo2Low raised veryLow @10', 'spo2Low ended veryLow @38'])
  })
  test('[AL16] more than 5 s unavailable for another reason settle too, up to 5 s do not', () => {
    const away = (untilS: number) => [
      ...calm,
      ...every1s(6, untilS - 1, spo2('noReading')),
      ...every1s(untilS, 40, spo2(70)),
    ]
    expect(lines(live(away(10), 40))).toEqual(['spo2Low raised extremelyLow @15'])
    expect(lines(live(away(11), 40))).toEqual(['spo2Low raised extremelyLow @26'])
  })
  test('[AL16] a hole as long as "no live data" settles, a shorter one does not', () => {
    const silent = (untilS: number) => [...calm, ...every1s(untilS, untilS + 30, spo2(70))]
    expect(lines(live(silent(19.999), 60))).toEqual(['spo2Low raised extremelyLow @24.999'])
    expect(lines(live(silent(20), 60))).toEqual(['spo2Low raised extremelyLow @35'])
  })
  test('[AL16] a sensor that came back begins every delay anew, also where more may be missing than it settles', () => {
    const eight = attached(0, { spo2: 8_000, pulseRate: 8_000 })
    const off = vitals(11, spo2('sensorOff'))
    // 17.6 s may be missing at 8 s, and it settles until 22 s: without a new start the first value would count on.
    const low = [eight, vitals(8, spo2(89)), off, ...[12, 20, 24, 32].map((s) => vitals(s, spo2(89)))]
    expect(lines(live(low, 60))).toEqual(['spo2Low raised low @39'])
    const high = [
      eight,
      vitals(0, spo2(89)),
      vitals(8, spo2(89)),
      vitals(15, spo2(97)),
      vitals(16, spo2('sensorOff')),
    ]
    const back = [vitals(17, spo2(89)), vitals(27, spo2(97))]
    expect(lines(live([...high, ...back], 27))).toEqual(['spo2Low raised low @15'])
    expect(live([...high, ...back, vitals(37, spo2(97))], 37).transitions).toHaveLength(2)
  })
  test('[AL16] the first value of a session does not settle', () => {
    const facts = [...every1s(0, 30, spo2('sensorOff')), ...every1s(31, 40, spo2(70))]
    expect(lines(live(facts, 40))).toEqual(['spo2Low raised extremelyLow @36'])
  })
})

describe('a device that declares another interval', () => {
  const slow = (seconds: number) => attached(seconds, { heartRate: 60_000, pulseRate: 60_000, spo2: 60_000 })

  test('[AL6] a breach that was void stays void, though a longer silence would be allowed now', () => {
    const facts = [...every1s(0, 3, { heartRate: 120 }), slow(20)]
    expect(lines(live([...facts, vitals(30, { heartRate: 'noReading' })], 60))).toEqual([])
    expect(lines(live([...facts, vitals(30, { heartRate: 120 })], 60))).toEqual(['hrHigh raised high @30'])
  })
  test('[AL6] [AL9] delays and leaving start anew with the first word at the new interval', () => {
    const quick = attached(61, { heartRate: 1_000 })
    const facts = [slow(0), vitals(0, { heartRate: 120 }), vitals(60, { heartRate: 80 }), quick]
    expect(lines(live([...facts, ...every1s(62, 71, { heartRate: 80 })], 71))).toEqual([
      'hrHigh raised high @0',
    ])
    expect(lines(live([...facts, ...every1s(62, 72, { heartRate: 80 })], 72))).toEqual([
      'hrHigh raised high @0',
      'hrHigh ended high @72',
    ])
  })
})
