// What a screen shows of a start before anybody presses it: what the hub would say.
import { expect, test } from 'vitest'
import { at, cuff, every1s, type Fact, infusion } from '../testing/given.ts'
import { after, checkedIn, dose, fact, gate, openedVisit, phase, plan } from '../testing/visit-facts.ts'
import { mayStart } from './may-start.ts'
import { startNow } from './start-stands.ts'

const NOW_S = 300
const READY: Fact[] = [
  openedVisit(0),
  phase(1, 'baseline'),
  plan(2),
  ...checkedIn(5),
  dose(10),
  cuff(100, 120, 80),
  cuff(200, 120, 80),
  ...every1s(240, NOW_S, { heartRate: 72, spo2: 98 }),
  gate(280, {}),
]
const off = { heartRate: 'sensorOff', spo2: 'sensorOff' } as const
const ASKED = [...every1s(NOW_S + 1, NOW_S + 125, off), ...every1s(NOW_S + 126, NOW_S + 127, { spo2: 98 })]
const different = fact(290, {
  kind: 'samePatient',
  answer: 'different',
  offSinceMs: at(50),
  backAtMs: at(90),
})
const waiting = fact(290, { kind: 'gateAsked', event: 'asked', findings: [], reason: 'please look' })
const RESTART = [infusion(285, 'start', 52.5), infusion(288, 'stop', 0)]

test.each<[string, Fact[], string | undefined]>([
  ['everything done', [], undefined],
  ['another patient is connected', [different], 'patient'],
  ['a physician was asked since', [waiting], 'gate'],
  ['a restart', RESTART, undefined],
  ['a restart where another patient is connected', [...RESTART, different], 'patient'],
  ['a restart while "same patient?" is asked', [...RESTART, ...ASKED], 'samePatient'],
])('[VI15] %s', (_name, more, field) => {
  const state = after(READY, more)
  const now = startNow(state, at(NOW_S), 'nurse')
  expect(now.ok ? undefined : now.error.field).toBe(field)
  expect(mayStart(state, at(NOW_S), 'nurse').ok).toBe(true)
})
