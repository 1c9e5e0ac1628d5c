// What a session's alarms are at a cursor when people act: undo, several pauses, what latches, who has it.
import { describe, expect, test } from 'vitest'
import type { RecordBody } from '../record/record.ts'
import {
  acknowledges,
  comes,
  covered,
  livesThrough,
  PHYSICIAN,
  pausesAudio,
  personLeaves,
  presses,
  resolves,
  type Step,
  takes,
  undoes,
} from '../testing/clinic.ts'
import { at, attached, cuff, every1s, type Fact, NURSE, opened, RULES } from '../testing/given.ts'

const COMMAND = '00000000000000000000000000000001' as never
const START: Step[] = [opened(0), attached(0), covered(0)]
const hr = (fromS: number, toS: number, heartRate: number) => every1s(fromS, toS, { heartRate })
const lived = (steps: (Step | readonly Step[])[], untilS: number) =>
  livesThrough(
    [...START, ...steps.flat()].filter(({ atMs }) => atMs <= at(untilS)),
    untilS,
    { rules: { ...RULES, technical: [] } },
  )
const state = (steps: (Step | readonly Step[])[], untilS: number) => lived(steps, untilS).session
const fact = (seconds: number, body: RecordBody): Fact => ({ atMs: at(seconds), body })
const undone = (seconds: number, ofSeq: number | undefined): Fact =>
  fact(seconds, { kind: 'undone', by: NURSE, commandId: COMMAND, ofSeq } as unknown as RecordBody)

describe('undone', () => {
  test('[FO15] an acknowledgement, "Coming" and a pause that are undone were not given', () => {
    const high = hr(0, 60, 135)
    expect(state([high, acknowledges(20, 'hrHigh'), undoes(25)], 25).alarms.hrHigh).not.toHaveProperty(
      'acknowledged',
    )
    expect(state([high, comes(20, 'hrHigh'), undoes(25)], 25).alarms.hrHigh).not.toHaveProperty('coming')
    expect(state([high, pausesAudio(20), undoes(25)], 25).audio).toEqual({})
  })
  test('[FO15] an acknowledgement of a latched alarm that is undone puts it back in sight', () => {
    const over = [hr(0, 20, 135), hr(21, 60, 72), acknowledges(50, 'hrHigh')]
    const day = lived(over, 50)
    expect(day.session.latched).toEqual({})
    const seq = day.log.findLast(({ kind }) => kind === 'acknowledgement')?.seq
    expect(Object.keys(state([...over, undone(55, seq)], 55).latched)).toEqual([`hrHigh@${at(10)}`])
  })
  test('[FO15] undone before it ends, a HIGH still latches', () => {
    const steps = [hr(0, 20, 135), acknowledges(20, 'hrHigh'), undoes(22), hr(21, 60, 72)]
    expect(Object.keys(state(steps, 60).latched)).toHaveLength(1)
  })
})

describe('what latches', () => {
  test('[FO16] a HIGH that nobody acknowledged, also when it fell before it ended', () => {
    const fell = [hr(0, 20, 135), hr(21, 40, 120), hr(41, 60, 72)]
    expect(state(fell, 60).latched).toMatchObject({ [`hrHigh@${at(10)}`]: { alarm: { level: 'veryHigh' } } })
  })
  test('[FO16] not a MEDIUM, not one that was acknowledged; one whose acknowledgement ended does', () => {
    expect(state([hr(0, 20, 118), hr(21, 60, 72)], 60).latched).toEqual({})
    expect(state([hr(0, 20, 135), acknowledges(15, 'hrHigh'), hr(21, 60, 72)], 60).latched).toEqual({})
    const returned = [hr(0, 150, 135), acknowledges(15, 'hrHigh'), hr(151, 200, 72)]
    expect(Object.keys(state(returned, 200).latched)).toHaveLength(1)
    const fellAcknowledged = [hr(0, 20, 135), acknowledges(15, 'hrHigh'), hr(21, 640, 120), hr(641, 700, 72)]
    expect(state(fellAcknowledged, 700).latched).toEqual({})
  })
  test('[FO16] what a person ended does not', () => {
    expect(state([presses(5), resolves(20, 'help')], 30).latched).toEqual({})
  })
})

describe('pauses, HELP, who has it', () => {
  test('[FO17] HELP that nobody signed is whoever claims it, from then on; the record stays as it was', () => {
    const help = fact(5, { kind: 'help', commandId: COMMAND } as unknown as RecordBody)
    const before = lived([help], 20)
    expect(before.session.help).not.toHaveProperty('by')
    const ofSeq = before.log.find(({ kind }) => kind === 'help')?.seq
    const claims = fact(21, {
      kind: 'claimed',
      by: NURSE,
      commandId: COMMAND,
      ofSeq,
    } as unknown as RecordBody)
    const after = lived([help, claims], 30)
    expect(after.session).toMatchObject({ help: { by: NURSE.name }, unclaimed: [] })
    expect(after.log.find(({ kind }) => kind === 'help')).not.toHaveProperty('by')
  })
  test('[FO17] an unsigned act that was taken back is nobody’s to claim', () => {
    const stop = { kind: 'infusion', act: 'stop', atMs: at(5), rateMlPerHr: 0, commandId: COMMAND }
    const stopped = fact(5, stop as unknown as RecordBody)
    const before = lived([stopped], 20)
    expect(before.session.unclaimed).toMatchObject([{ kind: 'infusion' }])
    const ofSeq = before.log.find(({ kind }) => kind === 'infusion')?.seq
    const undone = fact(8, { kind: 'undone', by: NURSE, commandId: COMMAND, ofSeq } as unknown as RecordBody)
    expect(lived([stopped, undone], 20).session.unclaimed).toEqual([])
  })
  test('[FO17] two pauses stand beside one another; each ends alone', () => {
    const steps = [hr(0, 300, 118), pausesAudio(30), cuff(40, 184, 100), pausesAudio(60)]
    const two = state(steps, 100).audio
    expect(two.earlier).toHaveLength(1)
    expect(two.paused?.untilMs).toBe(at(180))
    const one = state(steps, 160).audio
    expect(one).not.toHaveProperty('earlier')
    expect(one.paused?.untilMs).toBe(at(180))
    expect(state(steps, 190).audio).toEqual({})
  })
  test('[FO17] HELP that is resolved is over, and so is the chair’s quiet', () => {
    expect(state([presses(5)], 20).audio.helpQuiet).toMatchObject({ untilMs: at(605) })
    const over = state([presses(5), resolves(20, 'help')], 20)
    expect(over.help).toBeUndefined()
    expect(over.audio).toEqual({})
    // Only a person leaves the emergency.
    expect(over.phase).toBe('emergency')
  })
  test('[FO18] the end of an acknowledgement begins the calls anew: nobody has it, nobody was told', () => {
    const steps = [hr(0, 400, 135), takes(75, 'hrHigh'), acknowledges(80, 'hrHigh')]
    expect(state(steps, 90).alarms.hrHigh).toMatchObject({ taken: { by: 'Dr Lindqvist' } })
    const anew = state(steps, 200).alarms.hrHigh
    expect(anew).toMatchObject({ escalated: [], told: [], returned: { cause: 'stillTrue', atMs: at(200) } })
    expect(anew).not.toHaveProperty('taken')
  })
  test('[FO18] of a symptom or HELP an acknowledgement changed nothing, so its end begins nothing anew', () => {
    const steps = [presses(5), acknowledges(10, 'help'), takes(20, 'help'), personLeaves(30)]
    const help = state(steps, 40).alarms.help
    expect(help).not.toHaveProperty('acknowledged')
    expect(help).toMatchObject({ taken: { by: 'Dr Lindqvist' }, escalated: [{ step: 'physician' }] })
  })
  test('[FO18] who took it and leaves, or cannot come after all, has it no more; a rise in priority asks anew', () => {
    const steps = [hr(0, 400, 135), takes(75, 'hrHigh')]
    expect(state([...steps, personLeaves(80, PHYSICIAN)], 80).alarms.hrHigh).not.toHaveProperty('taken')
    const declined = state([...steps, takes(80, 'hrHigh', 'declined')], 80).alarms.hrHigh
    expect(declined).not.toHaveProperty('taken')
    expect(declined?.declined).toHaveLength(1)
    const rises = [hr(0, 30, 118), takes(20, 'hrHigh'), hr(31, 60, 135)]
    expect(state(rises, 60).alarms.hrHigh).not.toHaveProperty('taken')
  })
  test('[FO19] holding and "monitor off" are known by name until they are over', () => {
    const off = (seconds: number, on: boolean): Fact =>
      fact(seconds, { kind: 'monitorOff', by: NURSE, commandId: COMMAND, on } as RecordBody)
    expect(state([off(5, true)], 6).monitorOff).toEqual({ by: 'R. Osei', atMs: at(5) })
    expect(state([off(5, true), off(7, false)], 8).monitorOff).toBeUndefined()
    const hold = (seconds: number, on: boolean): Fact =>
      fact(seconds, {
        kind: 'holding',
        by: NURSE,
        commandId: COMMAND,
        what: 'offOnPurpose',
        on,
        with: 'R. Osei',
        untilMs: at(605),
      } as RecordBody)
    expect(state([hold(5, true)], 6).holding).toMatchObject({ what: 'offOnPurpose', untilMs: at(605) })
    expect(state([hold(5, true), hold(7, false)], 8).holding).toBeUndefined()
  })
})

describe('who was told', () => {
  const SENT = { role: 'staff', step: 'allStaff', event: 'sent' } as const
  const told = (seconds: number, more: object): Fact =>
    fact(seconds, { kind: 'delivery', alarmId: `hrHigh@${at(10)}`, ...more } as unknown as RecordBody)
  test('[FO18] is kept of every screen and person, the newest of each: a large staff does not hide that nobody was there', () => {
    const steps = [
      hr(0, 60, 135),
      told(20, { role: 'physician', step: 'physician', event: 'nobody' }),
      ...Array.from({ length: 60 }, (_, n) => told(21, { ...SENT, screenId: `screen-${n}` })),
    ]
    const once = state(steps, 30).alarms.hrHigh?.told
    expect(once).toHaveLength(61)
    expect(once?.[0]).toMatchObject({ role: 'physician', event: 'nobody' })
    const again = Array.from({ length: 60 }, (_, n) => told(22, { ...SENT, screenId: `screen-${n}` }))
    expect(state([...steps, ...again], 30).alarms.hrHigh?.told).toHaveLength(61)
    const reached = told(23, { role: 'physician', step: 'physician', event: 'sent', personId: 'p1' })
    const nobody = told(24, { role: 'physician', step: 'physician', event: 'nobody' })
    expect(state([...steps, reached, nobody], 30).alarms.hrHigh?.told.at(-1)?.event).toBe('nobody')
  })
})
