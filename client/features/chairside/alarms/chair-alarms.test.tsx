// The chairside screen with alarms: what stands on the glass and which buttons there are, by region, role and text.
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { board, endBoard, heartRates, SECOND } from '../../../testing/chair-board.tsx'
import { buttonsOf, elementOf, regionOf, textOf } from '../../../testing/markup.ts'
import { alarmBody, closedBody } from '../../../testing/records.ts'
import { HUB_AT_MS } from '../../../testing/scripted-wire.ts'

afterEach(endBoard)

const AT = HUB_AT_MS + 44 * SECOND
const by = { personId: 'p1', name: 'R. Osei', role: 'nurse' }
const commandId = 'c'.repeat(32)
const nurse = { actor: by as never, screenId: 'screen-1' as never }
const body = (value: object): RecordBody => value as unknown as RecordBody
const alarm = (condition: string, change: object = {}): RecordBody =>
  ({ ...alarmBody(AT), alarmId: `${condition}@${AT}`, condition, ...change }) as unknown as RecordBody
const bp = alarm('bpHigh', {
  level: 'veryHigh',
  priority: 'high',
  values: { systolic: 182, diastolic: 104 },
  limit: { quantity: 'systolic', op: '>=', value: 180 },
})
const spo2 = alarm('spo2Low', {
  level: 'veryLow',
  priority: 'high',
  values: { spo2: 84 },
  limit: { quantity: 'spo2', op: '<', value: 85 },
})
const heardAt = (...audible: string[]): RecordBody =>
  body({ kind: 'coverage', audible, unconfirmed: [], chair: 'painting', quiet: false })
const alarmsOf = (glass: string) => regionOf(glass, 'Alarms')
const repeat = body({
  kind: 'repeat',
  repeatId: `bpHigh@${AT}`,
  condition: 'bpHigh',
  level: 'high',
  priority: 'medium',
  event: 'due',
  dueAtMs: AT,
  untilMs: AT + 120 * SECOND,
  measuredAtMs: AT,
  values: { systolic: 164, diastolic: 98 },
  limit: { quantity: 'systolic', op: '>=', value: 160 },
})

describe('the alarm bar', () => {
  it('[UI127] the first button of a pressure alarm is Repeat cuff; then Acknowledge, then Pause audio', async () => {
    const { after } = await board({ self: nurse })
    const bar = alarmsOf(await after(bp))
    expect(textOf(bar)).toContain('BP very high SBP 182 ≥ 180')
    expect(buttonsOf(bar)).toEqual(['Why? BP very high', 'Repeat cuff', 'Acknowledge', 'Pause audio 2:00'])
    expect(bar).toContain('data-flash="high"')
    expect(bar).toContain('aria-label="sounds"')
  })
  it('[UI123] on a screen that is not the room’s own the button is Coming', async () => {
    const { after } = await board({ self: { ...nurse, roomId: 'room-9' as never } })
    const names = buttonsOf(alarmsOf(await after(bp)))
    expect(names).toContain('Coming')
    expect(names).not.toContain('Acknowledge')
  })
  it('[UI121] acknowledged: by whom, when the sound returns, steady, and Undo for whoever did it', async () => {
    const acknowledged = body({
      kind: 'acknowledgement',
      by,
      commandId,
      alarmId: `spo2Low@${AT}`,
      level: 'veryLow',
      values: { spo2: 84 },
    })
    const mine = await board({ self: nurse })
    const bar = alarmsOf(await mine.after(spo2, acknowledged))
    expect(textOf(bar)).toMatch(/acknowledged by R\. Osei 0:0\d ago · sound returns in (1:5\d|2:00)/)
    expect(bar).not.toContain('data-flash')
    expect(buttonsOf(bar)).toEqual(['Why? SpO₂ very low', 'Undo'])
    endBoard()
    const other = await board({ self: { ...nurse, actor: { ...by, personId: 'p9' } as never } })
    expect(buttonsOf(alarmsOf(await other.after(spo2, acknowledged)))).not.toContain('Undo')
  })
  it('[UI128] what was HIGH and is over stays in sight, steady, until acknowledged', async () => {
    const { after } = await board({ self: nurse })
    const bar = alarmsOf(await after(spo2, { ...spo2, transition: 'ended', endedBy: 'measurement' } as never))
    expect(textOf(bar)).toMatch(/SpO₂ very low was SpO₂ 84 < 85 over since .* seen until acknowledged/)
    expect(bar).not.toContain('data-flash')
    expect(bar).not.toContain('aria-label="sounds"')
    expect(buttonsOf(bar)).toEqual(['Acknowledge'])
  })
  it('[UI129] a repeat that is due counts down, wears no colour of an alarm, and has Repeat cuff', async () => {
    const { after } = await board({ self: nurse })
    const bar = alarmsOf(await after(repeat))
    expect(textOf(bar)).toMatch(/Repeat due (1:5\d|2:0\d) SBP 164 ≥ 160/)
    // Said aloud once, not at every second of its countdown.
    expect(textOf(elementOf(bar, 'p', /role="alert"/))).toBe('Repeat due: SBP 164 ≥ 160.')
    expect(bar).not.toContain('data-priority')
    expect(buttonsOf(bar)).toEqual(['Repeat cuff'])
  })
  it('[UI130] more alarms than the bar has room for are counted; all are announced', async () => {
    const { after } = await board({ self: nurse })
    const glass = await after(bp, spo2, alarmBody(AT), alarm('hrLow'), alarm('rrLow'))
    const bar = alarmsOf(glass)
    expect(buttonsOf(bar)).toContain('1 more')
    expect(bar.match(/<li/g)).toHaveLength(5)
    expect(/role="alert"[^>]*>([^<]*)</.exec(bar)?.[1]?.match(/priority:/g)).toHaveLength(5)
  })
  it('[UI130] HELP comes first, then what a person said, which no tile shows, then the oldest', async () => {
    const said = (condition: string) =>
      alarm(condition, { level: 'said', priority: 'high', cause: 'person', limit: undefined, values: {} })
    const { after } = await board({ self: nurse })
    const bar = alarmsOf(await after(bp, spo2, said('symptomChestPain'), said('help')))
    const words = textOf(bar).slice(textOf(bar).lastIndexOf('priority:'))
    expect(textOf(bar)).toMatch(/HELP.*Chest pain.*BP very high/)
    expect(words).not.toContain('HELP')
  })
  it('[UI120] the line says who is called and when, in the hub’s words on the room', async () => {
    const session = {
      sessionId: 's1',
      alarms: [
        {
          alarmId: `bpHigh@${AT}`,
          next: { step: 'physician', atMs: AT + 60 * SECOND, name: 'Dr Lindqvist' },
        },
      ],
    }
    const { after } = await board({ self: nurse, room: { session } as never })
    expect(textOf(alarmsOf(await after(bp)))).toMatch(/Dr Lindqvist is called in (0:5\d|1:0\d)/)
  })
})

describe('signed in or not', () => {
  it('[UI132] HELP and Symptom stand on the glass whoever is there; HELP without a session, too', async () => {
    const signedOut = await board({ self: { screenId: 'screen-1' as never } })
    expect(buttonsOf(signedOut.html())).toEqual(expect.arrayContaining(['HELP', 'Symptom']))
    const closed = await signedOut.after(closedBody)
    expect(buttonsOf(closed)).toContain('HELP')
    expect(buttonsOf(closed)).not.toContain('Symptom')
  })
  it('[UI133] HELP that was pressed: when, by whom, its stamps, resolved by name; nothing to acknowledge here', async () => {
    const { after } = await board({ self: nurse })
    const glass = await after(
      heardAt('chair', 'station'),
      body({ kind: 'help', commandId, screenId: 'screen-1' }),
      alarm('help', { level: 'help', priority: 'high', cause: 'person', limit: undefined, values: {} }),
      body({ kind: 'helpStamp', commandId, stamp: 'airway' }),
    )
    const bar = alarmsOf(glass)
    expect(textOf(bar)).toContain('pressed by somebody, unsigned')
    expect(textOf(bar)).toContain('sounds at the station, not here')
    expect(buttonsOf(bar)).toEqual([
      expect.stringMatching(/^Airway 0:0\d ago$/),
      'O₂ not yet',
      'Drug not yet',
      'CPR not yet',
      'EMS called not yet',
      'EMS here not yet',
      'Resolved …',
    ])
    expect(textOf(glass)).toContain('EMERGENCY')
    expect(textOf(regionOf(glass, 'Alarms'))).not.toContain('Acknowledge')
  })
  it('[UI134] unsigned acts are offered to whoever signs in, and to nobody else', async () => {
    const unsigned = body({ kind: 'audioPaused', commandId, screenId: 'screen-1', alarmIds: [], untilMs: AT })
    const signedIn = await board({ self: nurse })
    expect(textOf(await signedIn.after(unsigned))).toContain('1 unsigned act here')
    endBoard()
    const signedOut = await board({ self: { screenId: 'screen-1' as never } })
    expect(textOf(await signedOut.after(unsigned))).not.toContain('unsigned act here')
  })
})

describe('what stands for as long as it is so', () => {
  it('[UI135] audio off by whom, since when and why', async () => {
    const { after } = await board({ self: nurse })
    const off = body({ kind: 'audioOff', by, commandId, on: true, reason: 'procedure' })
    expect(textOf(await after(off))).toMatch(/AUDIO OFF \(never for !!!\) by R\. Osei since .*: procedure/)
  })
  it('[UI136] a chair that should be quiet and is not says why; the footer says who ticked the bedside alarms', async () => {
    const quiet = body({ kind: 'quietChair', by, commandId, on: true, bedsideAlarmsOn: true })
    const grant = {
      place: 'chair:room-1',
      lease: 'held',
      quiet: false,
      notQuietBecause: 'No station is heard.',
    }
    const { after, html } = await board({ self: nurse, grant: grant as never })
    expect(textOf(html())).toContain('Bedside alarm: nobody has said that it is on')
    const glass = textOf(await after(quiet))
    expect(glass).toContain('NOT QUIET NOW: No station is heard.')
    expect(glass).toMatch(/Bedside alarm: on \(R\. Osei, \d\d:\d\d:\d\d\)/)
  })
  it('[UI390] after HELP the chair says "the station does" only while somebody hears a station; else that it is not quiet, and who hears what', async () => {
    const said = (...places: string[]) => [
      heardAt(...places),
      body({ kind: 'help', commandId, screenId: 'screen-1' }),
      alarm('help', { level: 'help', priority: 'high', cause: 'person', limit: undefined, values: {} }),
    ]
    const marksOf = (glass: string) => textOf(elementOf(glass, 'ul', /What differs now/))
    const { after } = await board({ self: nurse })
    const alone = await after(...said('chair'))
    expect(marksOf(alone)).toContain('Nobody hears a station: this chair goes on sounding its alarms')
    expect(textOf(alarmsOf(alone))).toContain('no sound here, and nobody hears a station')
    expect(textOf(alone)).not.toMatch(/the station does|sounds at the station/)
    const nobody = await after(heardAt())
    expect(marksOf(nobody)).toContain('this chair is not quiet, and nobody has heard it')
    const wall = await after(heardAt('chair', 'wall'))
    expect(marksOf(wall)).toContain('Nobody hears a station')
    expect(textOf(alarmsOf(wall))).toContain('sounds on the wall, not here')
    const station = await after(heardAt('chair', 'station'))
    expect(marksOf(station)).toMatch(/this chair makes no sound for (10:00|9:5\d); the station does/)
    expect(textOf(alarmsOf(station))).toContain('sounds at the station, not here')
    const restarted = await after({ ...heardAt('chair', 'station'), assumed: ['station'] } as never)
    expect(textOf(restarted)).not.toMatch(/the station does|sounds at the station/)
  })
  it('[UI138] every tile can be asked why', async () => {
    const { html, look } = await board({ self: nurse })
    expect(buttonsOf(html()).filter((name) => name.startsWith('Why?'))).toHaveLength(3)
    expect(buttonsOf(await look(23)).filter((name) => name.startsWith('Why?'))).toHaveLength(3)
  })
  it('[UI139] a sensor without a value gives its tile the border, and no number a chip', async () => {
    const { after } = await board({ self: nurse })
    const glass = await after(
      alarm('noValueSpo2', {
        level: 'low',
        priority: 'low',
        limit: undefined,
        values: {},
        about: { signal: 'spo2' },
      }),
    )
    const tile = regionOf(glass, 'SpO₂')
    expect(tile).toMatch(/<section[^>]*data-priority="low"/)
    expect(tile).not.toMatch(/data-state="[^"]*" data-priority/)
  })
  it('[UI140] of another moment nothing flashes and nothing can be done but ask why', async () => {
    const { after, look } = await board({ self: nurse })
    await after(bp, spo2, ...heartRates(10, 41))
    const tile = regionOf(await look(46), 'SpO₂, looking back')
    expect(tile).not.toContain('data-flash')
    expect(buttonsOf(tile)).toEqual(['Why? SpO₂'])
  })
})
