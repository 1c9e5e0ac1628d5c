// Proves the simulated population against the "Simulator targets" of clinical facts §1, by the statistic the papers used:
// cuff every 10 min (Yale), baseline the mean of two readings, people over the pre-dose hold (160/100) not infused.
import { createRandom } from '@chairside/shared/random.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { readCuff } from './cuff.ts'
import { type Body, createPatient, drawPerson, noExtra, type Response } from './patient.ts'
import { infuse, noDrug, USUAL_EFFECT_NG_PER_ML } from './pk.ts'

const STEP_S = 5
const SESSIONS = 2_000
const END_MIN = 40
const LAST_MIN = 105

/** Fraction of the usual effect every five seconds from the start of 0.5 mg/kg over 40 min. */
const effects: number[] = []
for (let s = noDrug, atS = 0; atS <= LAST_MIN * 60; atS += STEP_S) {
  effects.push(s.effectNgPerMl / USUAL_EFFECT_NG_PER_ML)
  s = infuse(s, STEP_S / 60, atS < END_MIN * 60 ? 0.5 / 40 : 0)
}

type Session = {
  /** Change from baseline by minute, mmHg. */
  readonly systolic: ReadonlyMap<number, number>
  readonly diastolic: ReadonlyMap<number, number>
  /** Mean of minutes 30–40 less the mean of 15 min before, /min. */
  readonly heartRate: number
  readonly surge: boolean
  readonly high: boolean
  readonly lowestSpo2: number
  readonly meanSpo2Change: number
}

function session(seed: string, response: Response): Session | undefined {
  const random = createRandom(seed)
  const patient = createPatient(random.fork('body'), drawPerson(random.fork('person'), response))
  const cuff = random.fork('cuff')
  const readings: { systolic: number; diastolic: number }[] = []
  const rest: Body[] = []
  for (let atS = -900; atS < 0; atS += STEP_S) {
    rest.push(patient.step(STEP_S, 0, noExtra))
    if (atS === -600 || atS === -300) readings.push(readCuff(cuff, rest.at(-1) as Body))
  }
  const baseline = {
    systolic: mean(readings.map((r) => r.systolic)),
    diastolic: mean(readings.map((r) => r.diastolic)),
  }
  if (baseline.systolic >= 160 || baseline.diastolic >= 100) return undefined
  const systolic = new Map<number, number>()
  const diastolic = new Map<number, number>()
  const late: number[] = []
  const spo2: number[] = []
  let surge = false
  let high = false
  for (const [index, effect] of effects.entries()) {
    const body = patient.step(STEP_S, effect, noExtra)
    const minute = (index * STEP_S) / 60
    spo2.push(Math.round(body.spo2))
    if (minute > 30 && minute <= 40) late.push(body.heartRate)
    if (minute === 0 || minute % 5 !== 0) continue
    const reading = readCuff(cuff, body)
    systolic.set(minute, reading.systolic - baseline.systolic)
    diastolic.set(minute, reading.diastolic - baseline.diastolic)
    if (minute % 10 !== 0) continue
    surge ||= reading.systolic >= 180 || reading.diastolic >= 120
    high ||= reading.systolic >= 165 || reading.diastolic >= 100
  }
  return {
    systolic,
    diastolic,
    heartRate: mean(late) - mean(rest.map((body) => body.heartRate)),
    surge,
    high,
    lowestSpo2: Math.min(...spo2),
    meanSpo2Change: mean(spo2) - mean(rest.map((body) => Math.round(body.spo2))),
  }
}

const mean = (xs: readonly number[]) => xs.reduce((a, b) => a + b, 0) / xs.length
const sd = (xs: readonly number[]) => {
  const middle = mean(xs)
  return Math.sqrt(mean(xs.map((x) => (x - middle) ** 2)))
}
const share = (sessions: readonly Session[], is: (one: Session) => boolean) =>
  sessions.filter(is).length / sessions.length
const rise = (sessions: readonly Session[], which: 'systolic' | 'diastolic', minute: number) =>
  mean(sessions.map((one) => one[which].get(minute) as number))
const peakMinute = (sessions: readonly Session[], which: 'systolic' | 'diastolic') =>
  [...(sessions[0] as Session)[which].keys()].reduce((best, minute) =>
    rise(sessions, which, minute) > rise(sessions, which, best) ? minute : best,
  )

const populations: Readonly<Record<Response, Session[]>> = { high: [], moderate: [] }

describe.each([
  ['high', 16, 11],
  ['moderate', 7.4, 6],
] as const)('the %s-response population', (response, systolic40, diastolic40) => {
  const sessions = populations[response]
  beforeAll(() => {
    for (let i = 0; i < SESSIONS; i += 1) {
      const one = session(`${response}/${i}`, response)
      if (one !== undefined) sessions.push(one)
    }
  }, 180_000)

  it('[SM4] the highest mean pressures come at 30–40 min', () => {
    for (const which of ['systolic', 'diastolic'] as const) {
      expect(peakMinute(sessions, which)).toBeGreaterThanOrEqual(30)
      expect(peakMinute(sessions, which)).toBeLessThanOrEqual(45)
    }
  })

  it(`[SM4] the mean rise at 40 min is +${systolic40}/+${diastolic40}, within 2`, () => {
    expect(Math.abs(rise(sessions, 'systolic', 40) - systolic40)).toBeLessThan(2)
    expect(Math.abs(rise(sessions, 'diastolic', 40) - diastolic40)).toBeLessThan(2)
  })

  it('[SM4] heart rate changes by +2 to +4 on average, SD 7 to 8, and falls in a fifth to a third of sessions', () => {
    const changes = sessions.map((one) => one.heartRate)
    expect(mean(changes)).toBeGreaterThan(2)
    expect(mean(changes)).toBeLessThan(4)
    expect(sd(changes)).toBeGreaterThan(7)
    expect(sd(changes)).toBeLessThan(8)
    const falls = share(sessions, (one) => one.heartRate < 0)
    expect(falls).toBeGreaterThan(0.2)
    expect(falls).toBeLessThan(1 / 3)
  })

  it('[SM4] the systolic rise is 30–45 % of its peak 20 min after the end', () => {
    const peak = rise(sessions, 'systolic', 40)
    expect(rise(sessions, 'systolic', 60) / peak).toBeGreaterThan(0.3)
    expect(rise(sessions, 'systolic', 60) / peak).toBeLessThan(0.45)
  })

  it('[SM4] a reading of 165/100 or more comes in 10–35 % of sessions', () => {
    expect(share(sessions, (one) => one.high)).toBeGreaterThan(0.1)
    expect(share(sessions, (one) => one.high)).toBeLessThan(0.35)
  })

  it('[SM4] a reading of 180/120 or more comes in 0.5–2 % of sessions with a high response, in fewer otherwise', () => {
    const surges = share(sessions, (one) => one.surge)
    if (response === 'high') expect(surges).toBeGreaterThan(0.005)
    expect(surges).toBeLessThan(0.02)
  })

  it('[SM4] SpO₂ does not drift; below 92 % in 1–3 % of sessions, below 90 % in under 1 %', () => {
    expect(Math.abs(mean(sessions.map((one) => one.meanSpo2Change)))).toBeLessThan(0.2)
    const below92 = share(sessions, (one) => one.lowestSpo2 < 92)
    expect(below92).toBeGreaterThan(0.01)
    expect(below92).toBeLessThan(0.03)
    expect(share(sessions, (one) => one.lowestSpo2 < 90)).toBeLessThan(0.01)
  })
})

describe('both populations together', () => {
  it('[SM4] the systolic rise is at most 20 % of its peak 60 min after the end', () => {
    const all = [...populations.high, ...populations.moderate]
    expect(all.length).toBeGreaterThan(1.9 * SESSIONS)
    expect(rise(all, 'systolic', 100) / rise(all, 'systolic', 40)).toBeLessThanOrEqual(0.2)
  })
})

describe('one patient', () => {
  const trace = (seed: number) => {
    const random = createRandom(seed)
    const patient = createPatient(random.fork('body'), drawPerson(random.fork('person'), 'high'))
    return Array.from({ length: 600 }, () => patient.step(1, 0.5, noExtra))
  }

  it('[SM1] the same seed gives the same body, second for second; another seed another', () => {
    expect(trace(4)).toEqual(trace(4))
    expect(trace(4)).not.toEqual(trace(5))
  })

  it('[SM5] never a NaN, nothing outside what a monitor prints, systolic above diastolic', () => {
    const wrong = Array.from({ length: 40 }, (_, seed) => trace(seed))
      .flat()
      .filter(
        (body) =>
          !Object.values(body).every(Number.isFinite) || body.spo2 > 100 || body.systolic <= body.diastolic,
      )
    expect(wrong).toEqual([])
  })

  it('[SM5] 1-min means of heart rate wander with an SD of about 3.5, and the pulse stays within 2 of the heart', () => {
    const minutes: number[] = []
    for (let seed = 0; seed < 60; seed += 1) {
      const random = createRandom(`drift/${seed}`)
      const patient = createPatient(random.fork('body'), drawPerson(random.fork('person'), 'high'))
      for (let minute = 0; minute < 30; minute += 1) {
        const bodies = Array.from({ length: 60 }, () => patient.step(1, 0, noExtra))
        minutes.push(mean(bodies.map((body) => body.heartRate)) - patient.person.heartRate)
        expect(Math.max(...bodies.map((body) => Math.abs(body.pulseRate - body.heartRate)))).toBeLessThan(
          2.001,
        )
      }
    }
    expect(sd(minutes)).toBeGreaterThan(3)
    expect(sd(minutes)).toBeLessThan(4)
  })

  it('[SM5] a desaturation shows with the lag of an averaging oximeter: half of it after 8 to 16 s', () => {
    const random = createRandom(9)
    const patient = createPatient(random.fork('body'), drawPerson(random.fork('person'), 'high'))
    for (let i = 0; i < 60; i += 1) patient.step(1, 0, noExtra)
    const before = patient.step(1, 0, noExtra).spo2
    const falling = Array.from({ length: 60 }, () => patient.step(1, 0, { ...noExtra, spo2: -12 }).spo2)
    const half = falling.findIndex((value) => value < before - 6) + 1
    expect(half).toBeGreaterThanOrEqual(8)
    expect(half).toBeLessThanOrEqual(16)
    expect(before - (falling.at(-1) as number)).toBeGreaterThan(11)
  })
})
