// The table of phases is the one of docs/SPEC.md, and everything that moves a phase accepts exactly it.
import { describe, expect, test } from 'vitest'
import { emptySession, foldSession, type SessionState } from '../fold/session-state.ts'
import { recordSeq } from '../ids.ts'
import { PHASES, type Phase } from '../record/care-kinds.ts'
import { ROLES, type Role, stamp } from '../record/record.ts'
import { OUTCOMES, type Outcome } from '../record/visit-kinds.ts'
import { at, closed, type Fact, infusion, opened } from '../testing/given.ts'
import { after, fact, openedVisit, phase } from '../testing/visit-facts.ts'
import { mayStart } from './may-start.ts'
import { mayEnd } from './outcome.ts'
import {
  afterEmergency,
  mayBy,
  PHASE_ACTS,
  PHASE_TABLE,
  phaseOfPump,
  phaseStep,
  rowOf,
  VISIT_PHASES,
  visitPhase,
} from './phases.ts'

declare global {
  interface ImportMeta {
    glob(pattern: string, options: object): Record<string, string>
  }
}
const SPEC = Object.values(
  import.meta.glob('../../docs/SPEC.md', { query: '?raw', import: 'default', eager: true }),
)[0] as string

/** `from|act|to|who|when`, one for each phase of "from". */
function rowsOfSpec(): string[] {
  const [, visit = ''] = SPEC.split('## VI · The visit')
  const table = visit.split('\n').filter((line) => line.startsWith('| '))
  return table.slice(1).flatMap((line) => {
    const [, from = '', ...others] = line.split('|').map((cell) => cell.trim())
    return from.split(', ').map((one) => [one, ...others.slice(0, 4)].join('|'))
  })
}

test('[VI1] the table of docs/SPEC.md is the table', () => {
  const own = PHASE_TABLE.map(({ from, act, outcome, to, who, when }) =>
    [from, outcome === undefined ? act : `${act} ${outcome}`, to, who, when].join('|'),
  )
  expect(new Set(rowsOfSpec())).toEqual(new Set(own))
  expect(own).toHaveLength(rowsOfSpec().length)
})

test('[VI1] an act leads from a phase to one other, whatever the outcome; nothing leads from closed', () => {
  for (const from of VISIT_PHASES)
    for (const act of PHASE_ACTS) {
      if (act === 'phase.set') continue
      const rows = PHASE_TABLE.filter((one) => one.from === from && one.act === act)
      expect(new Set(rows.map(({ to }) => to)).size, `${from} ${act}`).toBeLessThanOrEqual(1)
      if (from === 'closed') expect(rows).toEqual([])
      if (from === 'scheduled') expect(rows.length).toBe(act === 'session.open' ? 1 : 0)
    }
})

const OPEN = VISIT_PHASES.filter((one): one is Phase => one !== 'scheduled' && one !== 'closed')
const HISTORY: Readonly<Record<'none' | 'infusing' | 'paused' | 'stopped', Fact[]>> = {
  none: [],
  infusing: [infusion(10, 'start', 52.5)],
  paused: [infusion(10, 'start', 52.5), infusion(20, 'pause', 0)],
  stopped: [infusion(10, 'start', 52.5), infusion(20, 'stop', 0)],
}
const PUMPS = Object.keys(HISTORY) as (keyof typeof HISTORY)[]
/** A visit in that phase with that pump log, whether or not people could have come there. */
const inPhase = (now: Phase, pump: keyof typeof HISTORY): SessionState => ({
  ...after(openedVisit(0), HISTORY[pump]),
  phase: now,
})
const role = (r: Role | undefined) => r ?? 'nobody'
const EVERYBODY: readonly (Role | undefined)[] = [...ROLES, undefined]

/** Where a visit goes on after its emergency, by the pump log. */
const GOES_ON = { none: 'checkIn', infusing: 'infusing', paused: 'paused', stopped: 'recovery' } as const

describe('[VI1] phase.set', () => {
  test('takes the rows that say "always" or "not started", and no others', () => {
    for (const from of OPEN)
      for (const pump of PUMPS)
        for (const to of PHASES)
          for (const who of EVERYBODY) {
            const row = rowOf(from, 'phase.set', { to })
            const isBefore = to === 'checkIn' || to === 'baseline'
            // The list of discharge is empty here: ready has its own test.
            const isAsThePump = from !== 'emergency' || to === 'recovery' || to === GOES_ON[pump]
            const may =
              row !== undefined &&
              mayBy(row.who, who) &&
              to !== 'ready' &&
              isAsThePump &&
              !(isBefore && pump !== 'none')
            const answer = phaseStep(inPhase(from, pump), to, who, at(30))
            expect(answer.ok, `${from} → ${to}, pump ${pump}, by ${role(who)}`).toBe(may)
            if (!answer.ok) expect(answer.error.message).toMatch(/^[A-Z“"].*\.$/)
          }
  })

  test('a refusal says why, with the field', () => {
    const refused = (from: Phase, to: Phase, by: Role | undefined = 'nurse') => {
      const answer = phaseStep(inPhase(from, from === 'infusing' ? 'infusing' : 'none'), to, by, at(30))
      return answer.ok ? 'ok' : `${answer.error.code} ${answer.error.field}`
    }
    expect(refused('checkIn', 'infusing')).toBe('phase-not-allowed body.phase')
    expect(refused('infusing', 'recovery')).toBe('phase-not-allowed body.phase')
    expect(refused('infusing', 'baseline')).toBe('phase-not-allowed body.phase')
    expect(refused('checkIn', 'emergency')).toBe('state-moved body.phase')
    expect(refused('emergency', 'ready')).toBe('state-moved body.phase')
    expect(refused('checkIn', 'checkIn')).toBe('state-moved body.phase')
    expect(refused('recovery', 'ready')).toBe('discharge-not-met body.phase')
    expect(refused('checkIn', 'baseline', 'qa')).toBe('not-allowed body.phase')
    expect(refused('checkIn', 'baseline', 'admin')).toBe('not-allowed body.phase')
  })

  test('a closed session keeps its phase', () => {
    const answer = phaseStep(after(openedVisit(0), closed(5)), 'baseline', 'nurse', at(30))
    expect(answer).toMatchObject({ ok: false, error: { code: 'session-closed' } })
  })

  test('before it is set the phase of a new visit is check-in', () => {
    expect(visitPhase(after(openedVisit(0)))).toBe('checkIn')
    expect(visitPhase(emptySession)).toBe('scheduled')
    expect(visitPhase(after(openedVisit(0), closed(5)))).toBe('closed')
    expect(phaseStep(after(openedVisit(0)), 'baseline', 'nurse', at(30)).ok).toBe(true)
  })
})

describe('[VI1] session.end', () => {
  test('takes an outcome from the phases and by the people of its rows only', () => {
    for (const from of OPEN)
      for (const pump of PUMPS)
        for (const outcome of OUTCOMES)
          for (const who of EVERYBODY) {
            const row = rowOf(from, 'session.end', { outcome })
            const started = pump !== 'none'
            const also: Record<Outcome, boolean> = {
              discharged: false, // its list is empty here
              dischargedEarly: pump === 'stopped',
              left: true,
              transferred: true,
              notTreated: !started,
              died: true,
            }
            const may = row !== undefined && who !== undefined && mayBy(row.who, who) && also[outcome]
            const answer = mayEnd(inPhase(from, pump), at(30), outcome, who, 'why')
            expect(answer.ok, `${outcome} from ${from}, pump ${pump}, by ${role(who)}`).toBe(may)
          }
  })
})

describe('[VI1] infusion.start', () => {
  test('a restart is taken in the phases of its rows, by nurse and physician; a start without its gate nowhere', () => {
    for (const from of OPEN)
      for (const pump of PUMPS)
        for (const who of EVERYBODY) {
          const row = rowOf(from, 'infusion.start')
          const may = row !== undefined && pump === 'stopped' && mayBy(row.who, who) && from !== 'baseline'
          const answer = mayStart(inPhase(from, pump), at(30), who)
          expect(answer.ok, `from ${from}, pump ${pump}, by ${role(who)}`).toBe(may)
        }
  })
})

test('[VI2] what is recorded leads where the table says: pump, HELP, a person', () => {
  for (const { from, act, to } of PHASE_TABLE) {
    if (from === 'scheduled' || act === 'session.open' || act === 'session.end') continue
    const { atMs, body } =
      act === 'help'
        ? fact(40, { kind: 'help' })
        : act === 'phase.set'
          ? phase(40, to as Phase)
          : infusion(40, act.slice('infusion.'.length) as 'start', act === 'infusion.pause' ? 0 : 45)
    // A rate in recovery is of a pump that was never stopped.
    const before = inPhase(from as Phase, from === 'paused' ? 'paused' : 'infusing')
    const now = foldSession(before, stamp(body, recordSeq(before.head + 1), atMs))
    expect(visitPhase(now), `${from} ${act}`).toBe(to)
  }
})

test('[VI2] an emergency that is over goes on as the pump log stands', () => {
  for (const pump of PUMPS) expect(afterEmergency(inPhase('emergency', pump)), pump).toBe(GOES_ON[pump])
  const refused = phaseStep(inPhase('emergency', 'paused'), 'infusing', 'nurse', at(30))
  expect(refused).toMatchObject({
    ok: false,
    error: { code: 'state-moved', message: expect.stringMatching(/as the pump log says: in paused\.$/) },
  })
  const monitored = { ...after(opened(0), fact(5, { kind: 'help' })), phase: 'emergency' as const }
  expect(afterEmergency(monitored)).toBe('recovery')
})

test('[VI2] HELP by mistake at check-in: back to check-in, at once or through recovery', () => {
  const helped = [openedVisit(0), phase(1, 'checkIn'), fact(5, { kind: 'help' })]
  expect(phaseStep(after(...helped), 'checkIn', 'nurse', at(30)).ok).toBe(true)
  expect(phaseStep(after(...helped, phase(20, 'recovery')), 'checkIn', 'nurse', at(30)).ok).toBe(true)
  const treated = after(openedVisit(0), HISTORY.infusing, fact(15, { kind: 'help' }), phase(20, 'recovery'))
  expect(phaseStep(treated, 'checkIn', 'nurse', at(30)).ok).toBe(false)
})

test('[VI3] ready never stands over a running pump', () => {
  for (const pump of ['infusing', 'paused'] as const)
    expect(phaseStep(inPhase('recovery', pump), 'ready', 'physician', at(9_000))).toMatchObject({
      ok: false,
      error: { code: 'state-moved', message: expect.stringContaining('record the stop first') },
    })
})

test('[VI4] the phase of a pump log that was changed', () => {
  const rows = OPEN.flatMap((now) => PUMPS.map((pump) => `${now} ${pump} ${phaseOfPump(now, pump)}`))
  expect(rows).toEqual([
    ...['none checkIn', 'infusing infusing', 'paused paused', 'stopped recovery'].map(
      (one) => `checkIn ${one}`,
    ),
    ...['none baseline', 'infusing infusing', 'paused paused', 'stopped recovery'].map(
      (one) => `baseline ${one}`,
    ),
    ...['none baseline', 'infusing infusing', 'paused paused', 'stopped recovery'].map(
      (one) => `infusing ${one}`,
    ),
    ...['none baseline', 'infusing infusing', 'paused paused', 'stopped recovery'].map(
      (one) => `paused ${one}`,
    ),
    ...['none baseline', 'infusing infusing', 'paused paused', 'stopped recovery'].map(
      (one) => `recovery ${one}`,
    ),
    ...['none baseline', 'infusing infusing', 'paused paused', 'stopped ready'].map((one) => `ready ${one}`),
    ...PUMPS.map((pump) => `emergency ${pump} emergency`),
  ])
})

describe('[VI5] with check-in none', () => {
  const free = (now: Phase | undefined, pump: keyof typeof HISTORY): SessionState => {
    const { phase: _phase, ...state } = after(opened(0), HISTORY[pump])
    return now === undefined ? state : { ...state, phase: now }
  }
  test.each([
    [undefined, 'none', 'recovery', true],
    [undefined, 'none', 'baseline', true],
    [undefined, 'none', 'infusing', true],
    ['recovery', 'stopped', 'ready', true],
    ['recovery', 'stopped', 'infusing', true],
    ['infusing', 'infusing', 'recovery', false],
    ['infusing', 'infusing', 'ready', false],
    ['infusing', 'infusing', 'baseline', false],
    ['recovery', 'stopped', 'checkIn', false],
    ['emergency', 'infusing', 'recovery', true],
    ['emergency', 'stopped', 'ready', false],
    ['infusing', 'none', 'emergency', false],
  ] as const)('from %s, pump %s, to %s: %s', (from, pump, to, may) => {
    expect(phaseStep(free(from, pump), to, 'nurse', at(30)).ok).toBe(may)
  })
  test('any outcome ends it, discharge early by a physician, none without a reason', () => {
    const state = free('infusing', 'infusing')
    for (const outcome of OUTCOMES) {
      const may = mayEnd(state, at(30), outcome, 'physician', 'why').ok
      expect(may, outcome).toBe(outcome !== 'notTreated')
      expect(mayEnd(state, at(30), outcome, 'nurse', undefined).ok, outcome).toBe(outcome === 'discharged')
    }
    expect(mayEnd(state, at(30), 'dischargedEarly', 'nurse', 'why').ok).toBe(false)
  })
})
