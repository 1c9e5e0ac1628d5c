// The board before the start: what each phase shows first, the list by whom and when, one tap where a tap suffices, the dose,
// the baseline and the gate; by region, role and text.
import { ADULT_KETAMINE_INFUSION } from '@chairside/shared/alarm/rules.ts'
import { emptySession, type SessionState } from '@chairside/shared/fold/session-state.ts'
import { CHECK_IN_ITEMS } from '@chairside/shared/record/visit-kinds.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { board, endBoard, heartRates, SECOND } from '../../../testing/chair-board.tsx'
import { buttonsOf, elementOf, regionOf, textOf } from '../../../testing/markup.ts'
import { HUB_AT_MS } from '../../../testing/scripted-wire.ts'
import {
  ALL_DONE,
  answerBody,
  cuffBody,
  doseBody,
  gateAskedBody,
  gateBody,
  NURSE_BY,
  numbersBody,
  PHYSICIAN_BY,
  phaseBody,
  planBody,
  visitOpened,
} from '../../../testing/visit-records.ts'
import { viewsOf } from '../board-middle.tsx'
import { isLimitAsked, limitsWith } from './limit-today.tsx'
import { numberOf } from './numbers.ts'
import { hasForm, quickAnswers, sameLimb } from './quick-answers.ts'

afterEach(endBoard)

const nurse = { actor: NURSE_BY as never, screenId: 'screen-1' as never }
const physician = { actor: PHYSICIAN_BY as never, screenId: 'screen-1' as never }
const visit = (self: object = nurse, site: object = {}) => board({ self, opened: visitOpened(site) })
const at = (s: number) => HUB_AT_MS + s * SECOND
const rowOf = (glass: string, item: string): string =>
  elementOf(regionOf(glass, 'Check-in'), 'li', new RegExp(`data-item="${item}"`))

describe('what each phase shows first', () => {
  it('[UI200] check-in: the list beside the numbers; baseline: readings and gate; then the trend', async () => {
    const { after } = await visit()
    const list = await after(phaseBody('checkIn'), planBody())
    expect(regionOf(list, 'Check-in')).toContain('To baseline')
    expect(list).not.toMatch(/<section[^>]*aria-label="Trend/)
    for (const tile of ['Heart rate', 'Blood pressure', 'SpO₂', 'Pump log'])
      expect(textOf(regionOf(list, tile))).not.toBe('')
    const readings = await after(phaseBody('baseline'))
    expect(textOf(regionOf(readings, 'Baseline and gate'))).toContain('Take the first reading')
    expect(regionOf(readings, 'Gate')).toContain('waits for the baseline')
  })
  it('[UI200] each phase has its views, the first one first; a session that is closed has the trend alone', () => {
    const opened = { site: { checkIn: 'required' } } as unknown as SessionState['opened']
    const views = (phase: SessionState['phase'], change: object = {}) =>
      viewsOf({ ...emptySession, opened, phase, ...change } as never)
    expect(views('checkIn')).toEqual(['checkIn', 'baseline', 'trend'])
    expect(views('baseline')).toEqual(['baseline', 'checkIn', 'trend'])
    for (const phase of ['infusing', 'paused', 'emergency', undefined] as const)
      expect(views(phase)).toEqual([])
    expect(views('recovery')).toEqual(['recovery', 'checkIn', 'trend'])
    expect(views('ready')).toEqual(['recovery', 'checkIn', 'trend'])
    expect(views('checkIn', { closed: { atMs: 1, by: 'R. Osei' } })).toEqual([])
  })
  it('[UI201] a session without check-in looks as before, whatever phase it is in', async () => {
    const { html, after } = await board({ self: nurse })
    const before = regionOf(html(), 'Log of this session')
    expect(buttonsOf(before)).toContain('Close session …')
    const glass = await after(phaseBody('checkIn'))
    expect(glass).not.toContain('aria-label="Check-in"')
    expect(glass).not.toContain('Phases of this visit')
    expect(buttonsOf(regionOf(glass, 'Log of this session'))).toContain('Close session …')
  })
  it('[UI202] looking back shows the trend and what happened, not the panels of now', async () => {
    const { after, look } = await visit()
    await after(phaseBody('checkIn'), planBody())
    const glass = await look(20)
    expect(glass).not.toContain('aria-label="Check-in"')
    expect(glass).toContain('Log of this session')
  })
})

describe('whose session it is', () => {
  it('[UI203] the header says the code and which session of how many; phases stand in their order, the present by name', async () => {
    const { after } = await visit()
    const glass = await after(phaseBody('checkIn'), planBody())
    const header = elementOf(glass, 'header', /header/)
    expect(textOf(header)).toContain('K-0417 · 3 of 6')
    const strip = elementOf(header, 'ol', /Phases of this visit/)
    expect(textOf(strip)).toBe('Check-in Baseline Infusion Recovery Ready to leave')
    expect(elementOf(strip, 'li', /aria-current="step"/)).toContain('Check-in')
    const later = await after(phaseBody('baseline'))
    expect(textOf(elementOf(later, 'li', /aria-current="step"/))).toBe('Baseline')
  })
  it('[UI203] in maintenance there is no "of"', async () => {
    const { after } = await visit()
    const glass = await after(phaseBody('checkIn'), planBody({ number: 9, of: undefined }))
    expect(textOf(elementOf(glass, 'header', /header/))).toContain('K-0417 · session 9')
  })
  it('[UI203] an emergency keeps its place on the way and is said in its own words', async () => {
    const { after } = await visit()
    await after(phaseBody('checkIn'), phaseBody('baseline'))
    const glass = await after({ kind: 'help', commandId: 'c'.repeat(32), screenId: 'screen-1' } as never)
    expect(textOf(elementOf(glass, 'li', /aria-current="step"/))).toBe('EMERGENCY')
    expect(elementOf(glass, 'li', /data-is="past"/)).toContain('Check-in')
  })
})

describe('the list', () => {
  it('[UI204] has every item of the list, what blocks first, and counts what is to go', async () => {
    const { after } = await visit()
    const glass = await after(phaseBody('checkIn'), planBody())
    const panel = regionOf(glass, 'Check-in')
    const items = [...panel.matchAll(/data-item="(\w+)"/g)].map(([, item]) => item)
    expect(items).toEqual([...CHECK_IN_ITEMS.slice(0, 12), 'dose', ...CHECK_IN_ITEMS.slice(12)])
    expect(textOf(panel)).toContain('13 items to go before the start · 6 more to ask')
  })
  it('[UI205] an answer says by whom and when; whoever gave it may undo it for 10 s, then change it', async () => {
    const { after, heard } = await visit()
    const row = rowOf(await after(phaseBody('checkIn'), answerBody({ item: 'consent' })), 'consent')
    expect(textOf(row)).toMatch(/✓ done: Consent R\. Osei, \d\d:\d\d/)
    expect(buttonsOf(row)).toEqual(['Undo consent'])
    await heard(80)
    expect(buttonsOf(rowOf(await after(), 'consent'))).toEqual(['Change consent'])
    endBoard()
    const other = await visit({ ...nurse, actor: { ...NURSE_BY, personId: 'p9' } })
    const theirs = rowOf(await other.after(phaseBody('checkIn'), answerBody({ item: 'consent' })), 'consent')
    expect(buttonsOf(theirs)).toEqual(['Change consent'])
  })
  it('[UI206] one tap per item where a tap suffices, and no button that answers more than one', async () => {
    const { after } = await visit()
    const glass = await after(phaseBody('checkIn'), planBody())
    const taps = (item: string) => buttonsOf(rowOf(glass, item))
    expect(taps('consent')).toEqual(['Consent is given (consent)'])
    expect(taps('rescueDrugs')).toEqual(['At hand (rescue drugs)'])
    expect(taps('profile')).toEqual(['adult ketamine infusion v3 (alarm profile)'])
    expect(taps('exclusions')).toContain('None of the three (exclusions)')
    expect(taps('pregnancy')).toHaveLength(4)
    expect(textOf(regionOf(glass, 'Check-in'))).not.toMatch(/as usual|all done|everything is/i)
    for (const item of CHECK_IN_ITEMS)
      for (const { detail } of quickAnswers({ opened: undefined, visit: emptySession.visit } as never, item))
        expect(detail.item).toBe(item)
  })
  it('[UI206] both answers are plain buttons, the usual one first: nothing stands behind dots', async () => {
    const { after } = await visit()
    const glass = await after(phaseBody('checkIn'), planBody())
    const says = (item: string) =>
      [...rowOf(glass, item).matchAll(/<button.*?<\/button>/gs)].map(([button]) => textOf(button))
    expect(says('escort')).toEqual(['Name and telephone …', 'Nobody yet'])
    expect(says('exclusions')).toEqual(['None of the three', 'There is one …'])
    expect(says('allergies')).toEqual(['None', 'There are some …'])
    expect(says('medicines')).toEqual(['None of these', 'There are some …'])
    expect(says('suicide')).toEqual(['No thoughts', 'There are thoughts …'])
    for (const item of CHECK_IN_ITEMS) expect(says(item)).not.toContain('…')
  })
  it('[UI206] what a tap cannot say has a form: identity, weight and fasting have nothing else', () => {
    const none = CHECK_IN_ITEMS.filter(
      (item) =>
        quickAnswers(
          { opened: { profile: { name: 'a', version: 1 } }, visit: emptySession.visit } as never,
          item,
        ).length === 0,
    )
    expect(none).toEqual(['identity', 'order', 'weight', 'fasting'])
    expect(none.filter((item) => item !== 'order').every(hasForm)).toBe(true)
  })
  it('[UI207] identity: the code is typed, never filled in, and whoever asks says so by name', async () => {
    const { after } = await visit()
    const row = rowOf(await after(phaseBody('checkIn'), planBody()), 'identity')
    expect(buttonsOf(row)).toEqual([
      'Leave identity',
      'Name',
      'Birth date',
      'Address',
      'Wristband',
      'Photo',
      'I asked the patient: R. Osei',
    ])
    expect(elementOf(row, 'button', /type="submit"/)).toContain('disabled')
    expect(row).not.toContain('K-0417')
    expect(/<input[^>]*>/.exec(row)?.[0]).toContain('value=""')
  })
  it('[UI208] the order is read whole before it is agreed to; without one the list says who signs it', async () => {
    const { after } = await visit()
    const row = rowOf(await after(phaseBody('checkIn'), planBody()), 'order')
    expect(textOf(row)).toContain('Ketamine 0.5 mg/kg over 40 min, at most 50 mg')
    expect(textOf(row)).toContain('ondansetron 4 mg IV (nausea)')
    expect(textOf(row)).toContain('Dr Lindqvist, for the course')
    expect(textOf(row)).toContain(
      'SBP ≥ 160, or ≥ 1.3 × baseline, rounded up, not under 150 · DBP ≥ 105 · HR > 110',
    )
    endBoard()
    const bare = await visit()
    const none = rowOf(await bare.after(phaseBody('checkIn'), planBody({ order: undefined })), 'order')
    expect(textOf(none)).toContain('No signed order: a physician signs one')
    expect(buttonsOf(none)).toEqual(['Reload the order'])
  })
  it('[UI209] a cuff on the IV’s or the probe’s limb is said before the tap, and warns after it', async () => {
    const { after } = await visit()
    const glass = await after(
      phaseBody('checkIn'),
      answerBody({ item: 'ivSite', limb: 'leftArm', site: 'hand' }),
    )
    expect(buttonsOf(rowOf(glass, 'cuffArm'))).toContain('Left arm, same limb as IV (cuff)')
    expect(buttonsOf(rowOf(glass, 'cuffArm'))).toContain('Right arm (cuff)')
    const warned = rowOf(await after(answerBody({ item: 'cuffArm', limb: 'leftArm' })), 'cuffArm')
    expect(textOf(warned)).toMatch(/△ warns: Cuff: left arm, the same as the IV/)
    const { visit: now } = {
      visit: { checkIn: { cuffArm: { detail: { item: 'cuffArm', limb: 'rightArm' } } } },
    }
    expect(sameLimb(now as never, 'probeHand', 'rightArm')).toBe('same limb as cuff')
    expect(sameLimb(now as never, 'probeHand', 'leftArm')).toBeUndefined()
  })
  it('[UI210] an exclusion blocks the start and says so', async () => {
    const { after } = await visit()
    const row = rowOf(
      await after(
        phaseBody('checkIn'),
        answerBody({
          item: 'exclusions',
          uncontrolledHypertension: false,
          psychosis: true,
          raisedIcp: false,
        }),
      ),
      'exclusions',
    )
    expect(textOf(row)).toContain('Excluded: psychosis')
    expect(textOf(row)).toContain('blocks the start')
  })
  it('[UI211] without anybody signed in nothing is hidden: who presses is asked who they are', async () => {
    const { after } = await board({ self: { screenId: 'screen-1' as never }, opened: visitOpened() })
    const glass = await after(phaseBody('checkIn'), planBody())
    expect(buttonsOf(rowOf(glass, 'consent'))).toEqual(['Consent is given (consent)'])
  })
})

describe('the dose', () => {
  it('[UI212] asks for the weight first; then the order’s arithmetic stands as a sentence', async () => {
    const { after } = await visit()
    const done = ALL_DONE.slice(0, -1)
    const glass = await after(phaseBody('checkIn'), ...done)
    const row = rowOf(glass, 'dose')
    expect(textOf(row)).toContain('Dose and the rate set on the pump')
    expect(textOf(regionOf(glass, 'Check-in'))).toContain('1 item to go before the start')
  })
  it('[UI212] recorded: the sentence with the pump’s rate, by whom; a dose for another weight is open again', async () => {
    const { after } = await visit()
    const glass = await after(phaseBody('checkIn'), ...ALL_DONE)
    expect(textOf(rowOf(glass, 'dose'))).toContain(
      'Ketamine 35 mg in 35 mL (1 mg/mL) over 40 min, pump at 52.5 mL/h',
    )
    expect(textOf(regionOf(glass, 'Check-in'))).toContain('Everything the start waits for is there')
    const heavier = await after(answerBody({ item: 'weight', weightKg: 80, unit: 'kg', entered: 80 }))
    expect(rowOf(heavier, 'dose')).toContain('data-state="open"')
  })
  it('[UI393] a dose that is changed comes as it is recorded, lot and all, but for the rate; for another weight it is made anew', async () => {
    const { after } = await visit(nurse, { secondChecker: true })
    const fields = (glass: string) =>
      [...rowOf(glass, 'dose').matchAll(/<input[^>]*>/g)]
        .map(([input]) => /value="([^"]*)"/.exec(input)?.[1])
        .slice(0, 5)
    const unchecked = await after(
      phaseBody('checkIn'),
      ...ALL_DONE,
      doseBody({ volumeMl: 50, minutes: 38.5, lot: 'KT2231' }),
    )
    expect(fields(unchecked)).toEqual(['35', '50', '38.5', '', 'KT2231'])
    const heavier = await after(answerBody({ item: 'weight', weightKg: 80, unit: 'kg', entered: 80 }))
    expect(fields(heavier)).toEqual(['40', '', '40', '', 'KT2231'])
  })
  it('[UI213] where the site asks for a second checker a dose without one is open', async () => {
    const { after } = await visit(nurse, { secondChecker: true })
    const open = await after(phaseBody('checkIn'), ...ALL_DONE)
    expect(textOf(rowOf(open, 'dose'))).toContain('A second person has not checked it')
    const checked = await after(doseBody({ checkedBy: { ...NURSE_BY, personId: 'p7', name: 'T. Berg' } }))
    expect(textOf(rowOf(checked, 'dose'))).toContain('checked by T. Berg')
  })
  it('[UI214] a typed number: a comma is a point; what is none within its bounds is none', () => {
    expect(numberOf('52,5', 0, 100)).toBe(52.5)
    expect(numberOf(' 70 ', 0, 100)).toBe(70)
    for (const typed of ['', 'abc', '1e3', '-5', '5 0', '101', '0x10', '1.2.3'])
      expect(numberOf(typed, 0, 100)).toBeUndefined()
  })
})

describe('baseline and gate', () => {
  /** Two readings a minute apart, the newest 3 s ago. */
  const readings = (first: readonly [number, number], second: readonly [number, number]) => [
    cuffBody(...first, at(-20), 101),
    cuffBody(...second, at(42), 102),
  ]
  const opened = [phaseBody('checkIn'), ...ALL_DONE, phaseBody('baseline')]

  it('[UI215] says what comes next: first reading, the minute between, the second, a third where they differ', async () => {
    const { after, heard } = await visit()
    const panel = (glass: string) => textOf(regionOf(glass, 'Baseline and gate'))
    expect(panel(await after(...opened))).toContain('Take the first reading.')
    expect(panel(await after(cuffBody(118, 74, at(43), 101)))).toMatch(
      /Second reading in 0:\d\d: a minute apart/,
    )
    await heard(125)
    expect(panel(await after())).toContain('Take the second reading.')
    const differ = await after(cuffBody(132, 74, at(110), 102))
    expect(panel(differ)).toMatch(/SBP 118 and 132: more than 10 apart/)
  })
  it('[UI216] the values so far stand with how they were made, and nothing is a number that was not measured', async () => {
    const { after } = await visit()
    const glass = await after(...opened, ...heartRates(5, 45), ...readings([118, 74], [122, 78]))
    const values = elementOf(glass, 'dl', /Baseline so far/)
    expect(textOf(values)).toMatch(
      /BP 120\/76 mean of 118\/74 at \d\d:\d\d and 122\/78 at \d\d:\d\d HR 11\d median of 60 s SpO₂ –– median, on air/,
    )
  })
  it('[UI371] a gate that was passed says with which readings and when, and what came since; one that no longer stands says why', async () => {
    const measured = Array.from({ length: 5 }, (_, index) => numbersBody(at(50 + index), 200 + index))
    const { after, heard } = await visit()
    const panel = (glass: string) => textOf(regionOf(glass, 'Baseline and gate'))
    const baseline = { systolic: 120, diastolic: 76, heartRate: 72, spo2: 98 }
    await after(...opened, ...measured, ...readings([118, 74], [122, 78]))
    expect(panel(await after(gateBody('pass', { baseline })))).toMatch(
      /BP 120\/76 mean of 118\/74 at .* The gate was passed with this baseline at \d\d:\d\d; the start freezes it\./,
    )
    await heard(110)
    await after(...Array.from({ length: 5 }, (_, index) => numbersBody(at(105 + index), 300 + index)))
    expect(panel(await after(cuffBody(126, 80, at(108), 103)))).toMatch(
      /BP 120\/76 .* Since then 126\/80 at \d\d:\d\d: the gate’s answer is the same, and the baseline stays\./,
    )
    await heard(175)
    await after(...Array.from({ length: 5 }, (_, index) => numbersBody(at(170 + index), 400 + index)))
    const moved = panel(await after(cuffBody(170, 96, at(172), 104)))
    expect(moved).toContain('the gate finds BP 148/88: above 140/90: pass it again.')
    expect(moved).toMatch(/BP 148\/88 unsteady, mean of 126\/80 at .* Go on: R\. Osei/)
    expect(moved).toMatch(
      /Still more than 10 apart: SBP 126 and 170, DBP 80 and 96\. Their mean counts, for another \d+ min\./,
    )
  })
  it('[UI217] a warn is accepted by a nurse with a reason; a hold is not: she asks the physician', async () => {
    const measured = Array.from({ length: 5 }, (_, index) => numbersBody(at(50 + index), 200 + index))
    const { after } = await visit()
    const warned = regionOf(await after(...opened, ...measured, ...readings([146, 88], [148, 92])), 'Gate')
    expect(textOf(warned)).toContain('Gate: warns')
    expect(textOf(warned)).toContain('warn BP 147/90: above 140/90')
    expect(buttonsOf(warned)).toEqual(['Go on: R. Osei'])
    expect(elementOf(warned, 'button', /type="submit"/)).toContain('disabled')
    const held = regionOf(await after(...readings([166, 98], [168, 96])), 'Gate')
    expect(textOf(held)).toContain('Gate: HOLD')
    expect(buttonsOf(held)).toEqual(['Hold: ask the physician'])
    endBoard()
    const well = await visit()
    const passes = await well.after(...opened, ...measured, ...readings([118, 74], [122, 78]))
    expect(buttonsOf(regionOf(passes, 'Gate'))).toEqual(['Confirm the gate: ready to start (R. Osei)'])
    endBoard()
    const theirs = await visit(physician)
    const card = regionOf(await theirs.after(...opened, ...readings([166, 98], [168, 96])), 'Gate')
    expect(buttonsOf(card)).toEqual(['Override the hold: Dr Lindqvist'])
    expect(elementOf(card, 'button', /type="submit"/)).toContain('disabled')
  })
  it('[UI218] what was asked stands there with its age; only a physician has Refuse; a refusal says why', async () => {
    const asked = gateAskedBody('asked', 'no tablets this morning')
    const { after } = await visit()
    const card = regionOf(await after(...opened, ...readings([166, 98], [168, 96]), asked), 'Gate')
    expect(textOf(card)).toMatch(/R\. Osei asked the physician 0:0\d ago: no tablets this morning/)
    expect(buttonsOf(card)).toEqual(['Ask again …'])
    endBoard()
    const theirs = await visit(physician)
    const answer = await theirs.after(...opened, ...readings([166, 98], [168, 96]), asked)
    expect(buttonsOf(regionOf(answer, 'Gate'))).toEqual(['Override the hold: Dr Lindqvist', 'Refuse'])
    const refused = regionOf(await theirs.after(gateAskedBody('refused', 'not today')), 'Gate')
    expect(textOf(refused)).toMatch(/Dr Lindqvist refused, .*: not today/)
  })
  it('[UI322] once everything before the start is there, the pump log’s start is what stands out', async () => {
    const { after } = await visit()
    const measured = Array.from({ length: 5 }, (_, index) => numbersBody(at(50 + index), 200 + index))
    const start = (glass: string) => elementOf(regionOf(glass, 'Pump log'), 'button', /./)
    const before = await after(...opened, ...measured, ...readings([118, 74], [122, 78]))
    expect(start(before)).not.toMatch(/class="[^"]*primary/)
    expect(regionOf(before, 'Gate')).toMatch(/class="[^"]*primary/)
    const ready = await after(gateBody('pass'))
    expect(start(ready)).toMatch(/class="[^"]*primary/)
    expect(start(ready)).not.toContain('disabled')
  })
  it('[UI219] the foot says what the start still waits for, item by item', async () => {
    const { after } = await visit()
    const glass = await after(phaseBody('checkIn'), planBody(), phaseBody('baseline'))
    expect(textOf(regionOf(glass, 'Baseline and gate'))).toContain(
      'Not yet: check-in waits for identity, consent, the order, weight, exclusions, alarm profile',
    )
    const done = await after(...ALL_DONE)
    expect(textOf(regionOf(done, 'Baseline and gate'))).toContain('Not yet: Confirm the gate first')
  })
  it('[UI220] with an accepted warn or hold the limit for today is asked at once, until it is answered', async () => {
    const { after } = await visit()
    const glass = await after(...opened, gateBody('warn'))
    const asked = regionOf(glass, 'BP high limit for today')
    expect(buttonsOf(asked)).toEqual(['160/105', '170/108', 'Other: a physician'])
    const set = await after({
      kind: 'limits',
      by: NURSE_BY,
      commandId: 'c'.repeat(32),
      limits: [],
      reason: 'BP high limit for today',
    } as never)
    expect(set).not.toContain('BP high limit for today"')
    endBoard()
    const passed = await visit()
    expect(await passed.after(...opened, gateBody('pass'))).not.toContain('BP high limit for today"')
    endBoard()
    const theirs = await visit(physician)
    const other = regionOf(
      await theirs.after(...opened, gateBody('hold', { by: PHYSICIAN_BY })),
      'BP high limit for today',
    )
    expect(buttonsOf(other)).toContain('Other …')
  })
  it('[UI220] the profile’s own pressures are no change; other limits of this patient stay', () => {
    const state = {
      ...emptySession,
      opened: { profile: { name: 'a clinic’s own', version: 3 } },
      ruleSet: ADULT_KETAMINE_INFUSION,
      limits: [{ condition: 'hrHigh', level: 'high', quantity: 'heartRate', value: 120, was: 110 }],
    } as unknown as SessionState
    const heartRate = { condition: 'hrHigh', level: 'high', quantity: 'heartRate', value: 120 }
    expect(limitsWith(state, { systolic: 160, diastolic: 105 })).toEqual([heartRate])
    expect(limitsWith(state, { systolic: 170, diastolic: 108 })).toEqual([
      heartRate,
      { condition: 'bpHigh', level: 'high', quantity: 'systolic', value: 170 },
      { condition: 'bpHigh', level: 'high', quantity: 'diastolic', value: 108 },
    ])
    const { ruleSet: _unknown, ...blind } = state
    expect(limitsWith(blind as SessionState, { systolic: 160, diastolic: 105 })).toHaveLength(3)
    expect(isLimitAsked(emptySession)).toBe(false)
  })
})
