// The log, the pump log and recovery at the chair as they stand on the glass: what the hub has recorded, and nothing else.
import type { InfusionNow, SessionState } from '@chairside/shared/fold/session-state.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { DEFAULT_SITE } from '@chairside/shared/visit/site.ts'
import { afterEach, describe, expect, test } from 'vitest'
import { board, endBoard, heartRates, SECOND } from '../../../testing/chair-board.tsx'
import { buttonsOf, elementOf, regionOf, textOf } from '../../../testing/markup.ts'
import { alarmBody, openedBody } from '../../../testing/records.ts'
import { HUB_AT_MS } from '../../../testing/scripted-wire.ts'
import { isCorrectable } from '../session-log.tsx'
import { rateWords } from './pump-form.ts'
import { stoppedEarlyWords } from './pump-said.tsx'

afterEach(endBoard)

const by = { personId: 'p1', name: 'R. Osei', role: 'nurse' }
const opened = { ...openedBody, site: DEFAULT_SITE } as RecordBody
const self = { actor: by as never }
const record = (kind: string, more: object): RecordBody =>
  ({ kind, by, commandId: '3'.repeat(32), ...more }) as unknown as RecordBody
const at = (second: number): number => HUB_AT_MS + second * SECOND
const plan = { drug: 'Ketamine', doseMg: 35, volumeMl: 35, minutes: 40 }
const pump = (act: string, second: number, rateMlPerHr: number, more: object = {}): RecordBody =>
  record('infusion', { act, atMs: at(second), rateMlPerHr, ...more })
const start = pump('start', 10, 52.5, { plan })

describe('the pump log', () => {
  test('[UI278] a start that the hub would refuse cannot be pressed, and says what it waits for', async () => {
    const { after } = await board({ opened, self })
    const card = regionOf(await after(...heartRates(1, 5)), 'Pump log')
    expect(buttonsOf(card)).toContain('I started the pump: after baseline')
    expect(card).toMatch(/<button[^>]* disabled=""[^>]*>(?:<[^>]*>|[^<])*started/)
  })
  test('[UI247] an act shows as recorded when the hub has it: when, check the pump, undo, earlier', async () => {
    const { after } = await board({ opened, self })
    const card = regionOf(await after(start, pump('stop', 40, 0)), 'Pump log')
    expect(textOf(card)).toMatch(/Recorded: stopped \d\d:\d\d:\d\d\s?\. Is the pump stopped\? Check it\./)
    expect(buttonsOf(card)).toEqual([
      'Undo: stopped',
      'It was 1 min earlier',
      'It was 2 min earlier',
      'It was 5 min earlier',
      'It was at another time',
      'I restarted the pump',
    ])
  })
  test('[UI247] somebody else’s act is not theirs to undo', async () => {
    const { after } = await board({ opened, self: { actor: { ...by, personId: 'p9' } as never } })
    const card = regionOf(await after(start), 'Pump log')
    expect(buttonsOf(card)).not.toContain('Undo: started')
    expect(buttonsOf(card)).toContain('OK')
  })
  test('[UI311] the rate is read off the pump: what it should be stands beside the empty field, in words', () => {
    expect(rateWords('started', 150)).toBe('At check-in: 150 mL/h. Type what the pump shows.')
    expect(rateWords('again', 120)).toBe('Before: 120 mL/h. Type what the pump shows now.')
    expect(rateWords('changed', 52.5)).toBe('It was 52.5 mL/h. Type what the pump shows now.')
    expect(rateWords('started', undefined)).toBe('Type what the pump shows.')
  })
  test('[UI248] afterwards what is infused, left and when the end is expected stand there, from the acts alone', async () => {
    const { after, heard, session } = await board({ opened, self })
    await after(start)
    for (const second of [60, 90]) await heard(second)
    const card = textOf(regionOf(await after(...heartRates(1, 90)), 'Pump log'))
    expect(card).toMatch(/Ketamine 35 mg in 35 mL, 40 min/)
    expect(card).toMatch(/1\.\d mg as recorded 52\.5 mL\/h 3[34]\.\d mg left · expected end \d\d:\d\d/)
    expect(card).toContain('does not control the pump')
    expect(session.view().state.infusion.phase).toBe('infusing')
  })
  test('[UI249] at the planned end it asks; nothing is complete by the clock', async () => {
    const { after, heard } = await board({ opened, self })
    await after(pump('start', 10, 2_000, { plan: { ...plan, minutes: 1.05 } }))
    for (const second of [60, 90, 120]) await heard(second)
    const card = regionOf(await after(...heartRates(1, 120)), 'Pump log')
    expect(textOf(card)).toMatch(/planned end was .* Is it complete\? Look at the pump\./)
    expect(buttonsOf(card)).toContain('I completed it')
    expect(buttonsOf(card)).toContain('I stopped the pump')
  })
})

describe('an alarm', () => {
  test('[UI245] stands beside the act at the pump before it', async () => {
    const { after } = await board({ opened, self })
    const glass = await after(start, pump('rate', 20, 60), alarmBody(at(43)))
    expect(textOf(regionOf(glass, 'Alarms'))).toContain('23 s after 52.5 → 60 mL/h')
  })
})

describe('the log', () => {
  const began = record('sideEffect', { event: 'began', effect: 'nausea', severity: 'mild', atMs: at(41) })
  test('[UI252] every side effect and kind of entry is a button; what goes on says how bad and since when, and ends in one tap', async () => {
    const { after, heard } = await board({ opened, self })
    const quiet = buttonsOf(regionOf(await after(start), 'Observe'))
    for (const name of [
      'Dissociation',
      'Dizziness',
      'Nausea',
      'Hallucination',
      'Other side effect',
      'Drug',
      'Oxygen',
      'MOAA/S',
      'Note',
      'More',
    ])
      expect(quiet).toContain(name)
    await heard(110)
    const panel = regionOf(await after(began, ...heartRates(1, 110)), 'Observe')
    const on = elementOf(panel, 'span', /data-active/)
    expect(textOf(on)).toMatch(/Nausea mild, 1 min End/)
    expect(buttonsOf(on)).toContain('Nausea ended')
  })
  test('[UI252] what ended, or was taken back, is a plain button again', async () => {
    const { after, session } = await board({ opened, self })
    await after(start, began)
    const ofSeq = session.view().state.head
    const over = await after(record('sideEffect', { event: 'ended', ofSeq, atMs: at(43) }))
    expect(regionOf(over, 'Observe')).not.toContain('data-active')
  })
  test('[UI253] the SpO₂ tile says on how much oxygen, as somebody recorded it', async () => {
    const { after } = await board({ opened, self })
    expect(textOf(regionOf(await after(start), 'SpO₂'))).not.toContain('on air')
    const on = await after(record('oxygen', { device: 'nasalCannula', litresPerMin: 2, atMs: at(42) }))
    expect(textOf(regionOf(on, 'SpO₂'))).toContain('% on 2 L')
    const off = await after(record('oxygen', { device: 'roomAir', atMs: at(43) }))
    expect(textOf(regionOf(off, 'SpO₂'))).toContain('% on air')
  })
  test('[UI395] after oxygen was stamped at HELP the tile says oxygen, whatever was said before', async () => {
    const { after } = await board({ opened, self })
    await after(start, record('oxygen', { device: 'roomAir', atMs: at(42) }))
    const glass = await after(record('help', {}), record('helpStamp', { stamp: 'oxygen' }))
    expect(textOf(regionOf(glass, 'SpO₂'))).toContain('% on oxygen')
  })
  test('[UI254] without a visit there is the log of what happened, and no list of recovery', async () => {
    const { after } = await board({ self })
    const glass = await after(start, pump('stop', 40, 0))
    expect(glass).not.toContain('aria-label="Observe"')
    expect(glass).not.toContain('aria-label="Recovery"')
    expect(buttonsOf(regionOf(glass, 'Log of this session'))).toContain('Close session …')
  })
})

describe('what happened', () => {
  const called = { alarmId: `hrHigh@${at(42)}`, condition: 'hrHigh', level: 'high', priority: 'medium' }
  const again = record('escalation', {
    ...called,
    step: 'again',
    round: 1,
    dueAtMs: at(42),
  })
  const nobody = record('delivery', {
    ...called,
    step: 'backup',
    event: 'nobody',
    role: 'backup',
  })
  test('[UI319] the same call again, and that nobody was there to be called, stand under Everything, counted', async () => {
    const { after } = await board({ self })
    const card = regionOf(await after(start, alarmBody(at(41)), again, nobody), 'Log of this session')
    expect(buttonsOf(card)).toContain('Everything')
    expect(textOf(card)).toContain('2 repeated or unanswered calls not listed: press Everything')
    expect(textOf(card)).not.toContain('told again')
    expect(textOf(card)).not.toContain('nobody to tell')
  })
  test('[UI319] an act of one’s own can be corrected from its line, somebody else’s and one that was undone cannot', async () => {
    const { after, session } = await board({ self })
    await after(start)
    const { state } = session.view()
    const seq = state.head
    expect(isCorrectable(state, seq, by.personId)).toBe(true)
    expect(isCorrectable(state, seq, 'p9')).toBe(false)
    expect(isCorrectable(state, seq, undefined)).toBe(false)
    expect(isCorrectable(state, seq - 1, by.personId)).toBe(false)
    await after(record('undone', { ofSeq: seq }))
    expect(isCorrectable(session.view().state, seq, by.personId)).toBe(false)
  })
})

describe('recovery', () => {
  test('[UI255] how long since the end, the earliest way out, what is waited for; each judged item with its sign-off', async () => {
    const { after, session } = await board({ opened, self })
    await after(start)
    const glass = await after(pump('stop', 40, 0))
    expect(session.view().state.phase).toBe('recovery')
    const panel = regionOf(glass, 'Recovery')
    expect(textOf(panel)).toMatch(/0 min since end · earliest out \d\d:\d\d · waiting for: .*walk/)
    expect(buttonsOf(panel)).toEqual(
      expect.arrayContaining([
        'Walks: sign off',
        'Dissociation at baseline: sign off',
        'MOAA/S 5: assess',
        'Ready to leave',
        'End session …',
      ]),
    )
    expect(elementOf(panel, 'button', /disabled/)).toContain('Ready to leave')
  })
  test('[UI255] a sign-off stands with the name of who gave it, and can be taken back', async () => {
    const { after } = await board({ opened, self })
    await after(start, pump('stop', 40, 0))
    const panel = regionOf(await after(record('signOff', { item: 'walks', met: true })), 'Recovery')
    expect(textOf(panel)).toMatch(/✓ Walks : met signed off · R\. Osei Take back/)
    expect(buttonsOf(panel)).toContain('Walks: not any more')
  })
})

describe('a stop before the dose is in', () => {
  const words = (givenMl: number, more: Partial<InfusionNow> = {}) => {
    const rates = [
      { atMs: 0, rateMlPerHr: givenMl * 60, mgPerMl: 1 },
      { atMs: 60_000, rateMlPerHr: 0, mgPerMl: 1 },
    ]
    const infusion = {
      phase: 'stopped',
      startedAtMs: 0,
      stoppedAtMs: 60_000,
      plan,
      rates,
      events: [],
      ...more,
    }
    return stoppedEarlyWords({ infusion } as unknown as SessionState, 90_000)
  }
  test('[UI373] says what is in, what is not given, and that the stop ends the infusion', () => {
    expect(words(17.8)).toBe(
      '17.8 of 35 mg are in as recorded, 17.2 mg are not given. The stop ends the infusion.',
    )
    expect(words(34.9)).toContain('0.1 mg are not given')
  })
  test('[UI373] with the dose in, or said to be, or without a plan, nothing is left out', () => {
    expect(words(34.96)).toBeUndefined()
    expect(words(33, { completed: true })).toBeUndefined()
    expect(words(17.8, { phase: 'infusing' })).toBeUndefined()
    expect(words(17.8, { plan: undefined } as never)).toBeUndefined()
  })
})
