// The gate at each edge of clinical facts §4 "Gate", what an accepted one covers, and the start that waits for it.
import { describe, expect, test } from 'vitest'
import type { SessionState } from '../fold/session-state.ts'
import { ROLES, type Role } from '../record/record.ts'
import { at, closed, cuff, every1s, type Fact, infusion, quarantine, vitals } from '../testing/given.ts'
import {
  actor,
  after,
  alarm,
  answered,
  baseline,
  checkedIn,
  DOCTOR,
  dose,
  fact,
  gate,
  openedVisit,
  oxygen,
  phase,
  plan,
} from '../testing/visit-facts.ts'
import { gateNow, MISSING } from './gate.ts'
import { gateCovers, mayAcceptGate } from './gate-accepted.ts'
import { mayStart } from './may-start.ts'
import type { Site } from './site.ts'

const NOW_S = 300
const well = { heartRate: 72, spo2: 98 }
const pressures = (systolic: number, diastolic: number): Fact[] => [
  cuff(100, systolic, diastolic),
  cuff(200, systolic, diastolic),
]
const measured = (systolic: number, diastolic: number, instant: object = {}): Fact[] => [
  ...pressures(systolic, diastolic),
  ...every1s(240, NOW_S, { ...well, ...instant }),
]
const visit = (...facts: (Fact | Fact[])[]): SessionState =>
  after(openedVisit(0), phase(1, 'baseline'), ...facts)
/** "hold: pressureHold, spo2Warn" */
const found = (...facts: (Fact | Fact[])[]): string => {
  const { outcome, findings } = gateNow(visit(...facts), at(NOW_S))
  return findings.length === 0 ? outcome : `${outcome}: ${findings.map(({ finding }) => finding).join(', ')}`
}

describe('[VI11] pressure', () => {
  test.each([
    [140, 90, 'pass'],
    [141, 90, 'warn: pressureAbovePass'],
    [140, 91, 'warn: pressureAbovePass'],
    [159, 99, 'warn: pressureAbovePass'],
    [160, 90, 'hold: pressureHold'],
    [120, 100, 'hold: pressureHold'],
    [160, 100, 'hold: pressureHold'],
    [90, 60, 'pass'],
    [89, 60, 'hold: systolicLow'],
    [139, 100, 'hold: pressureHold'],
  ])('%s/%s: %s', (systolic, diastolic, expected) => {
    expect(found(measured(systolic, diastolic))).toBe(expected)
  })
  test('is compared as it is shown: a mean of 140.5 is 141', () => {
    expect(found([cuff(100, 140, 80), cuff(200, 141, 80)], every1s(240, NOW_S, well))).toBe(
      'warn: pressureAbovePass',
    )
    expect(found([cuff(100, 159, 80), cuff(200, 160, 80)], every1s(240, NOW_S, well))).toBe(
      'hold: pressureHold',
    )
    expect(found([cuff(100, 89, 60), cuff(200, 90, 60)], every1s(240, NOW_S, well))).toBe('pass')
  })
})

describe('[VI11] heart rate', () => {
  test.each([
    [39, 'hold: heartRateHold'],
    [40, 'warn: heartRateWarn'],
    [49, 'warn: heartRateWarn'],
    [50, 'pass'],
    [110, 'pass'],
    [111, 'warn: heartRateWarn'],
    [130, 'warn: heartRateWarn'],
    [131, 'hold: heartRateHold'],
    [49.5, 'pass'],
    [49.4, 'warn: heartRateWarn'],
    [110.4, 'pass'],
    [130.5, 'hold: heartRateHold'],
  ])('%s: %s', (heartRate, expected) => {
    expect(found(measured(120, 80, { heartRate }))).toBe(expected)
  })
  test('the pulse rate stands in', () => {
    expect(found(pressures(120, 80), every1s(240, NOW_S, { pulseRate: 131, spo2: 98 }))).toBe(
      'hold: heartRateHold',
    )
  })
})

describe('[VI11] SpO₂', () => {
  test.each([
    [89, 'hold: spo2Hold'],
    [89.4, 'hold: spo2Hold'],
    [89.5, 'warn: spo2Warn'],
    [90, 'warn: spo2Warn'],
    [93, 'warn: spo2Warn'],
    [94, 'pass'],
  ])('%s on air: %s', (spo2, expected) => {
    expect(found(measured(120, 80, { spo2 }))).toBe(expected)
  })
  test.each([
    [89, 'hold: spo2Hold'],
    [93, 'warn: spo2Warn'],
    [94, 'pass'],
  ])('%s on oxygen: %s, and the words say so', (spo2, expected) => {
    const facts = [[oxygen(50, 'nasalCannula', 2)], measured(120, 80, { spo2 })]
    expect(found(...facts)).toBe(expected)
    for (const { text } of gateNow(visit(...facts), at(NOW_S)).findings) expect(text).toContain('on 2 L/min')
  })
  test('one that has just fallen is not hidden by five good minutes', () => {
    expect(
      found(pressures(120, 80), every1s(10, 240, well), every1s(241, NOW_S, { ...well, spo2: 88 })),
    ).toBe('hold: spo2Hold')
    expect(
      found(pressures(120, 80), every1s(10, 200, { ...well, spo2: 88 }), every1s(201, NOW_S, well)),
    ).toBe('hold: spo2Hold')
  })
})

describe('[VI11] alarms', () => {
  test.each([
    ['high', 'hold: activeHigh'],
    ['medium', 'pass'],
    ['low', 'pass'],
  ])('an active %s: %s', (priority, expected) => {
    expect(found(measured(120, 80), alarm(250, 'hrHigh', 'veryHigh', priority))).toBe(expected)
  })
})

test('[VI11] the worst finding is the outcome, and all are named', () => {
  expect(found(measured(165, 80, { heartRate: 120, spo2: 92 }))).toBe(
    'hold: pressureHold, heartRateWarn, spo2Warn',
  )
  const { values, findings } = gateNow(visit(measured(165, 80, { heartRate: 120, spo2: 92 })), at(NOW_S))
  expect(values).toEqual({ systolic: 165, diastolic: 80, heartRate: 120, spo2: 92 })
  expect(findings.map(({ text }) => text)).toEqual([
    'BP 165/80: ≥160 or ≥100',
    'HR 120: 111–130',
    'SpO₂ 92: 90–93',
  ])
})

describe('[VI12] what cannot be seen', () => {
  const texts = (nowS: number, ...facts: (Fact | Fact[])[]) => {
    const { outcome, findings } = gateNow(visit(...facts), at(nowS))
    return [outcome, ...findings.map(({ text }) => text)]
  }
  test('nothing measured', () => {
    expect(texts(NOW_S)).toEqual(['hold', MISSING.pressure, MISSING.heartRate, MISSING.spo2])
  })
  test.each([
    [100 + 900 - 0.001, 'pass'],
    [100 + 900, 'hold'],
  ])('a baseline 15 min old (asked at %s s): %s', (nowS, expected) => {
    const facts = [pressures(120, 80), every1s(Math.floor(nowS) - 30, Math.floor(nowS), well)]
    expect(gateNow(visit(...facts), at(nowS)).outcome).toBe(expected)
  })
  test('one reading is no baseline, and is compared all the same', () => {
    expect(texts(NOW_S, cuff(200, 170, 90), every1s(240, NOW_S, well))).toEqual([
      'hold',
      'BP 170/90: ≥160 or ≥100',
      MISSING.pressure,
    ])
  })
  test('a heart rate of more than a minute ago is none', () => {
    expect(
      texts(
        NOW_S,
        pressures(120, 80),
        every1s(200, 239, { heartRate: 72 }),
        every1s(250, NOW_S, { spo2: 98 }),
      ),
    ).toEqual(['hold', MISSING.heartRate])
  })
  test('an SpO₂ that fell silent a minute ago is not the one of now, however good it was', () => {
    const pulse = every1s(240, NOW_S, { heartRate: 72 })
    const before = every1s(60, NOW_S - 60, { spo2: 98 })
    expect(texts(NOW_S, before, pulse, pressures(120, 80))).toEqual(['hold', MISSING.spo2Lately])
    expect(texts(NOW_S, every1s(60, NOW_S - 59, { spo2: 98 }), pulse, pressures(120, 80))).toEqual(['pass'])
  })
  test('not yet 5 min on air', () => {
    const facts = [[oxygen(0.5, 'nasalCannula', 2), oxygen(10, 'roomAir')], measured(120, 80)]
    expect(texts(NOW_S, ...facts)).toEqual(['hold', MISSING.spo2OnAir])
    expect(texts(310, ...facts)).toEqual(['pass'])
  })
  test('alarms that are not judged', () => {
    expect(texts(NOW_S, measured(120, 80), quarantine(250, true))).toEqual(['hold', MISSING.judged])
  })
})

describe('[VI13] accepting', () => {
  const pass = measured(120, 80)
  const warn = measured(150, 80)
  const hold = measured(165, 80)
  const answer = (facts: Fact[], role: Role | undefined, reason?: string): string => {
    const may = mayAcceptGate(visit(facts), at(NOW_S), role, reason)
    return may.ok ? `ok ${may.value.outcome}` : `${may.error.code} ${may.error.field}`
  }
  test.each<[string, Fact[], Role | undefined, string | undefined, string]>([
    ['a pass needs no reason', pass, 'nurse', undefined, 'ok pass'],
    ['a warn needs one', warn, 'nurse', undefined, 'malformed body.reason'],
    ['blanks are none', warn, 'nurse', '  ', 'malformed body.reason'],
    ['a warn with a reason', warn, 'nurse', 'usual for them', 'ok warn'],
    ['a hold is not a nurse’s', hold, 'nurse', 'usual for them', 'gate-holds body.type'],
    ['a hold needs a reason', hold, 'physician', undefined, 'malformed body.reason'],
    ['a physician’s hold', hold, 'physician', 'usual for them', 'ok hold'],
    ['nobody', pass, undefined, undefined, 'not-allowed body.type'],
    ['quality', pass, 'qa', 'why', 'not-allowed body.type'],
    ['admin', hold, 'admin', 'why', 'not-allowed body.type'],
  ])('%s', (_name, facts, role, reason, expected) => {
    expect(answer(facts, role, reason)).toBe(expected)
  })
  test('at baseline only', () => {
    for (const now of ['checkIn', 'recovery', 'emergency'] as const) {
      const may = mayAcceptGate({ ...visit(pass), phase: now }, at(NOW_S), 'physician', 'why')
      expect(may, now).toMatchObject({ ok: false, error: { code: 'phase-not-allowed' } })
    }
  })
})

describe('[VI14] what an accepted gate covers', () => {
  const look = (...facts: (Fact | Fact[])[]) => gateNow(visit(...facts), at(NOW_S))
  const high = [measured(120, 80), alarm(250, 'hrHigh', 'veryHigh', 'high')]
  test.each([
    ['a pass covers a pass', look(measured(120, 80)), 'nurse', look(measured(130, 85)), true],
    ['a pass covers no warn', look(measured(120, 80)), 'nurse', look(measured(141, 80)), false],
    ['a warn covers the same warn', look(measured(145, 80)), 'nurse', look(measured(158, 80)), true],
    ['a warn covers nothing at all', look(measured(145, 80)), 'nurse', look(measured(120, 80)), true],
    [
      'a warn covers no other',
      look(measured(145, 80)),
      'nurse',
      look(measured(145, 80, { spo2: 92 })),
      false,
    ],
    ['a warn covers no hold', look(measured(145, 80)), 'physician', look(measured(160, 80)), false],
    ['a hold covers the same', look(measured(162, 80)), 'physician', look(measured(165, 80)), true],
    [
      'a hold covers the warn it has become',
      look(measured(162, 80)),
      'physician',
      look(measured(150, 80)),
      true,
    ],
    ['a nurse’s hold covers nothing', look(measured(162, 80)), 'nurse', look(measured(162, 80)), false],
    ['a nurse’s hold no warn', look(measured(162, 80)), 'nurse', look(measured(150, 80)), false],
    ['a high pressure no low one', look(measured(162, 80)), 'physician', look(measured(89, 60)), false],
    [
      'a slow heart no fast one',
      look(measured(120, 80, { heartRate: 45 })),
      'nurse',
      look(measured(120, 80, { heartRate: 115 })),
      false,
    ],
    [
      'a slow heart another slow one',
      look(measured(120, 80, { heartRate: 45 })),
      'nurse',
      look(measured(120, 80, { heartRate: 41 })),
      true,
    ],
    [
      'a very fast heart no very slow one',
      look(measured(120, 80, { heartRate: 131 })),
      'physician',
      look(measured(120, 80, { heartRate: 39 })),
      false,
    ],
    ['an alarm covers itself', look(...high), 'physician', look(...high), true],
    [
      'and no other',
      look(...high),
      'physician',
      look(...high, alarm(260, 'spo2Low', 'veryLow', 'high')),
      false,
    ],
    [
      'nor its rise',
      look(...high),
      'physician',
      look(measured(120, 80), alarm(250, 'bpHigh', 'extreme', 'high')),
      false,
    ],
    [
      'no pressure covers itself',
      look(every1s(240, NOW_S, well)),
      'physician',
      look(every1s(240, NOW_S, well)),
      true,
    ],
    [
      'and not no SpO₂',
      look(every1s(240, NOW_S, well)),
      'physician',
      look(every1s(240, NOW_S, { heartRate: 72 })),
      false,
    ],
  ] as const)('%s', (_name, accepted, role, now, expected) => {
    expect(gateCovers({ ...accepted, role }, now)).toBe(expected)
  })
})

describe('[VI15] the start', () => {
  const ready = (...facts: (Fact | Fact[])[]): Fact[] => [
    plan(2),
    ...checkedIn(5),
    dose(10),
    ...measured(120, 80),
    ...facts.flat(),
  ]
  const accepted = gate(280, {})
  const start = (role: Role | undefined, ...facts: (Fact | Fact[])[]) =>
    mayStart(visit(...facts), at(NOW_S), role)
  const code = (role: Role | undefined, ...facts: (Fact | Fact[])[]): string => {
    const may = start(role, ...facts)
    return may.ok ? 'ok' : may.error.code
  }

  test('with everything done, by nurse or physician', () => {
    for (const role of [...ROLES, undefined])
      expect(code(role, ready(accepted)), String(role)).toBe(
        role === 'nurse' || role === 'physician' ? 'ok' : 'not-allowed',
      )
  })

  const without = (item: string): Fact[] =>
    ready(accepted).filter(({ body }) => !(body.kind === 'checkIn' && body.item === item))
  test.each([
    'identity',
    'consent',
    'order',
    'weight',
    'exclusions',
    'profile',
    'rescueDrugs',
    'oxygenSuction',
    'bedsideAlarms',
    'ivSite',
    'cuffArm',
    'probeHand',
  ])('not without %s, whoever asks', (item) => {
    for (const role of ['nurse', 'physician'] as const) {
      const may = start(role, without(item))
      expect(may).toMatchObject({
        ok: false,
        error: { code: 'check-in-incomplete', field: `checkIn.${item}` },
      })
    }
  })
  test('what is open is said in the words of the list, never by the name that the record has for it', () => {
    const facts = ready(accepted).filter(
      ({ body }) => !(body.kind === 'checkIn' && ['ivSite', 'cuffArm', 'oxygenSuction'].includes(body.item)),
    )
    expect(start('nurse', facts)).toMatchObject({
      error: { message: 'Check-in is not complete: oxygen and suction, IV site, cuff.' },
    })
  })
  test('an item that was taken back is open again', () => {
    expect(code('physician', ready(accepted), fact(290, { kind: 'checkIn', item: 'consent' }))).toBe(
      'check-in-incomplete',
    )
  })
  test('an exclusion holds it', () => {
    const psychosis = {
      item: 'exclusions',
      uncontrolledHypertension: false,
      psychosis: true,
      raisedIcp: false,
    } as const
    expect(code('physician', ready(accepted), answered(290, psychosis))).toBe('check-in-incomplete')
  })
  test('what only warns does not', () => {
    expect(
      code('nurse', ready(accepted), answered(290, { item: 'fasting', solidsHours: 1, clearHours: 0.5 })),
    ).toBe('ok')
  })

  test.each<[string, object, string]>([
    ['2 % below', { pumpRateMlPerHr: 51.45 }, 'ok'],
    ['more than 2 % below', { pumpRateMlPerHr: 51.4 }, 'rate-mismatch'],
    ['2 % above', { pumpRateMlPerHr: 53.55 }, 'ok'],
    ['more than 2 % above', { pumpRateMlPerHr: 53.6 }, 'rate-mismatch'],
    ['for another weight', { weightKg: 71 }, 'check-in-incomplete'],
  ])('the dose: the pump %s', (_name, more, expected) => {
    const facts = ready(accepted).map((one) => (one.body.kind === 'dose' ? dose(10, more) : one))
    expect(code('physician', facts)).toBe(expected)
  })
  test('not without a dose, nor with one from before the order changed', () => {
    expect(
      code(
        'physician',
        ready(accepted).filter(({ body }) => body.kind !== 'dose'),
      ),
    ).toBe('check-in-incomplete')
    expect(code('physician', ready(accepted), plan(290, { mgPerKg: 0.75 }))).toBe('check-in-incomplete')
  })
  test('a second checker where the site asks for one', () => {
    const at2 = (site: Partial<Site>, more: object): string => {
      const facts = ready(accepted).map((one) => (one.body.kind === 'dose' ? dose(10, more) : one))
      const may = mayStart(after(openedVisit(0, site), phase(1, 'baseline'), facts), at(NOW_S), 'nurse')
      return may.ok ? 'ok' : may.error.code
    }
    expect(at2({ secondChecker: true }, {})).toBe('check-in-incomplete')
    expect(at2({ secondChecker: true }, { checkedBy: DOCTOR })).toBe('ok')
    expect(at2({ secondChecker: false }, {})).toBe('ok')
  })

  test('not without a gate, nor with one that does not cover what is found now', () => {
    expect(code('physician', ready())).toBe('gate-holds')
    const risen = [
      ...ready(accepted).filter(({ body }) => body.kind !== 'bloodPressure'),
      ...pressures(150, 80),
    ]
    expect(code('physician', risen)).toBe('gate-holds')
    const findings = gateNow(visit(measured(150, 80)), at(NOW_S)).findings
    expect(code('nurse', risen, gate(290, { outcome: 'warn', findings, reason: 'usual' }))).toBe('ok')
  })
  test('a hold that a nurse wrote on the wire counts for nothing', () => {
    const held = [...ready().filter(({ body }) => body.kind !== 'bloodPressure'), ...pressures(165, 80)]
    const { findings } = gateNow(visit(measured(165, 80)), at(NOW_S))
    const look = { outcome: 'hold', findings, reason: 'usual' }
    for (const role of ['nurse', 'qa', 'admin'] as const)
      expect(code('physician', held, gate(290, look, actor(role))), role).toBe('gate-holds')
    expect(code('nurse', held, gate(290, look, DOCTOR))).toBe('ok')
  })
  test('a physician’s refusal after it takes it away, until it is accepted again', () => {
    const refused = fact(
      285,
      { kind: 'gateAsked', event: 'refused', findings: [], reason: 'not today' },
      DOCTOR,
    )
    expect(code('physician', ready(accepted, refused))).toBe('gate-holds')
    expect(code('nurse', ready(accepted, refused, gate(290, {}, DOCTOR)))).toBe('ok')
  })
  test('a HIGH since the gate was accepted holds it', () => {
    expect(code('physician', ready(accepted), alarm(290, 'spo2Low', 'veryLow', 'high'))).toBe('gate-holds')
  })
  test('a baseline that has become too old meanwhile holds it', () => {
    const facts = [...ready(accepted), ...every1s(990, 999, well)]
    expect(mayStart(visit(facts), at(999), 'nurse').ok).toBe(true)
    expect(mayStart(visit(facts, vitals(1_000, well)), at(1_000), 'nurse')).toMatchObject({
      error: { code: 'gate-holds' },
    })
  })

  test('from baseline only, and not in a closed session', () => {
    for (const now of ['checkIn', 'recovery', 'ready', 'emergency', 'infusing', 'paused'] as const)
      expect(mayStart({ ...visit(ready(accepted)), phase: now }, at(NOW_S), 'physician'), now).toMatchObject({
        error: { code: 'phase-not-allowed' },
      })
    expect(code('physician', ready(accepted), closed(295))).toBe('session-closed')
  })
  test('a second start is refused while it runs; after a stop a name is enough', () => {
    const started = [...ready(accepted), baseline(NOW_S, {}), infusion(NOW_S, 'start', 52.5)]
    expect(code('physician', started)).toBe('state-moved')
    expect(code('physician', started, infusion(NOW_S + 9, 'pause', 0))).toBe('state-moved')
    const stopped = [...started, infusion(NOW_S + 9, 'stop', 0)]
    expect(code('nurse', stopped)).toBe('ok')
    expect(code(undefined, stopped)).toBe('not-allowed')
    expect(code('qa', stopped)).toBe('not-allowed')
  })
})
