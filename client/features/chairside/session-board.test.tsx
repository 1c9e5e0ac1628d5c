// The screen at the chair while it follows and while somebody looks back, by region, role and text.

import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { afterEach, describe, expect, it } from 'vitest'
import { board, endBoard, heartRates, SECOND } from '../../testing/chair-board.tsx'
import { buttonsOf, elementOf, regionOf, textOf } from '../../testing/markup.ts'
import { alarmBody, closedBody, openedBody } from '../../testing/records.ts'
import { later } from '../../testing/scripted-session.ts'
import { HUB_AT_MS, settle } from '../../testing/scripted-wire.ts'

afterEach(endBoard)

const alarmAt = (atS: number): RecordBody => alarmBody(HUB_AT_MS + atS * SECOND)

describe('following', () => {
  it('[UI105] the screen shows now, with a way to look back and no live bar', async () => {
    const { html } = await board()
    const glass = html()
    expect(textOf(regionOf(glass, 'Heart rate'))).toContain('109')
    expect(textOf(regionOf(glass, 'Heart rate'))).not.toContain('LOOKING BACK')
    expect(glass).not.toContain('data-part="live-bar"')
    expect(buttonsOf(glass)).toContain('Look back')
    expect(glass.match(/data-quantity="(heartRate|bloodPressure|spo2)"/g)).toHaveLength(3)
  })

  it('[UI394] where the first limit of a tile is one of LOW, it says so', async () => {
    const known = (await board()).html()
    expect(textOf(regionOf(known, 'SpO₂'))).toMatch(/respiration LOW < 92$/)
    expect(textOf(regionOf(known, 'Blood pressure'))).toContain('alarms < 90, ≥ 160 / ≥ 105')
  })

  it('[UI113] limits on the tiles are those of the session’s own profile; of one not known here there are none', async () => {
    const known = await board()
    expect(textOf(regionOf(known.html(), 'Heart rate'))).toContain('alarms < 50, > 110')
    const opened = { ...openedBody, profile: { name: 'adult ketamine infusion', version: 9 } } as RecordBody
    const { html, look } = await board({ opened })
    for (const [glass, name] of [
      [html(), 'Heart rate'],
      [await look(23), 'Heart rate, looking back'],
    ] as const) {
      const tile = textOf(regionOf(glass, name))
      expect(tile).not.toMatch(/< 50|> 110/)
      expect(tile).toContain('limits not known to this screen')
    }
  })
})

describe('alarms not judged', () => {
  const broke = { kind: 'quarantine', on: true, reason: 'a fault' } as RecordBody
  it('[UI141] stands above every alarm, sounds, and can be paused like any of them, but not acknowledged', async () => {
    const { after } = await board()
    const glass = await after(broke)
    const bar = regionOf(glass, 'Alarms')
    expect(textOf(bar)).toContain('ALARMS NOT JUDGED HERE Watch the bedside monitor.')
    expect(buttonsOf(bar)).toEqual(['Judge again', 'Pause audio 2:00'])
    expect(bar).toContain('aria-label="sounds"')
  })
  it('[UI141] paused, it says until when, and by whom', async () => {
    const { after, session } = await board()
    await after(broke)
    const sinceMs = session.view().shown.notJudgedSinceMs ?? 0
    expect(sinceMs).toBeGreaterThan(HUB_AT_MS)
    const paused = {
      kind: 'audioPaused',
      by: { personId: 'p1', name: 'R. Osei', role: 'nurse' },
      alarmIds: [`notJudged@${sinceMs}`],
      untilMs: sinceMs + 120 * SECOND,
    } as unknown as RecordBody
    const bar = regionOf(await after(paused), 'Alarms')
    expect(textOf(bar)).toMatch(/audio paused by R\. Osei · sound returns in [12]:\d\d/)
    expect(bar).not.toContain('aria-label="sounds"')
  })
})

describe('a session that cannot be read', () => {
  const alarmed = {
    session: {
      sessionId: 's1',
      alarms: [{ alarmId: 'a', priority: 'high', text: 'SpO₂ 78 < 80', breachAtMs: HUB_AT_MS }],
    },
  } as unknown as Partial<RoomSummary>
  const problem = { code: 'timeout', message: 'The hub does not answer.' } as const

  it('[UI115] until it is whole nothing is said of the infusion, and the alarms that the hub tells of stand there', async () => {
    const { html, session, passed } = await board({ room: alarmed })
    session.give({ kind: 'reset' })
    session.frame()
    const glass = textOf(html())
    expect(glass).toContain('Reading the session')
    expect(glass).not.toMatch(/Not infusing|No active alarm/)
    expect(glass).toContain('SpO₂ 78 < 80')
    session.give({ kind: 'problem', problem })
    // While it is read, screens are told four times a second at most.
    await passed()
    expect(textOf(html())).toContain('Watch the bedside monitor.')
    expect(textOf(html())).toContain('The hub does not answer.')
  })

  it('[UI115] a screen that fell behind says so over its numbers, until it has caught up', async () => {
    const { html, session } = await board({ room: alarmed })
    session.give({ kind: 'problem', problem })
    session.frame()
    expect(textOf(html())).toContain('This screen is behind')
    expect(textOf(html())).toContain('SpO₂ 78 < 80')
    session.whole()
    session.frame()
    expect(textOf(html())).not.toContain('This screen is behind')
  })
})

describe('looking back', () => {
  it('[UI105] the tiles show the moment and say so; the bar shows now and the way back', async () => {
    const { look } = await board()
    const glass = await look(23)
    const tile = textOf(regionOf(glass, 'Heart rate, looking back'))
    expect(tile).toContain('LOOKING BACK')
    expect(tile).toMatch(/· 0:2\d ago/)
    expect(tile).toMatch(/\b9[0-1]\b/)
    expect(tile).toContain('then')
    expect(tile).not.toMatch(/\bnow\b/)
    const bar = regionOf(glass, 'Live now')
    expect(textOf(bar)).toContain('LIVE')
    expect(textOf(bar)).toMatch(/HR 109 now/)
    expect(textOf(bar)).toMatch(/BP –– \/ ––/)
    expect(buttonsOf(bar)).toEqual([expect.stringMatching(/^Back to live follows again in 1:00/)])
  })

  it('[UI106] an alarm that comes meanwhile stands on the bar and is announced, in the words of a screen that follows', async () => {
    const { look, after, html, session } = await board()
    await look(20)
    const back = await after(alarmAt(44))
    const alarms = regionOf(back, 'Alarms')
    expect(textOf(alarms)).toContain('HR high')
    expect(alarms).toMatch(/data-flash="medium"/)
    expect(buttonsOf(alarms)).toContain('Acknowledge')
    expect(textOf(elementOf(back, 'p', /role="alert"/))).toContain('medium priority: HR high')
    expect(textOf(regionOf(back, 'Live now'))).toContain('HR 109')
    expect(regionOf(back, 'Live now')).toContain('data-priority="medium"')
    session.store.cursor.follow()
    session.frame()
    expect(textOf(regionOf(html(), 'Alarms'))).toBe(textOf(alarms))
  })

  it('[UI107] what alarmed at that moment is named and steady, and wears no live edge', async () => {
    const { after, look } = await board()
    await after(alarmAt(43), ...heartRates(10, 41))
    const glass = await look(46)
    const tile = regionOf(glass, 'Heart rate, looking back')
    expect(textOf(tile)).toContain('!! HR high at that moment')
    expect(tile).toContain('data-then="medium"')
    expect(tile).not.toContain('data-flash')
    expect(tile).not.toContain('data-priority')
    const earlier = regionOf(await look(30), 'Heart rate, looking back')
    expect(textOf(earlier)).not.toContain('at that moment')
  })

  it('[UI105] numbers of now go stale on the bar as on a tile', async () => {
    const { look, heard } = await board()
    await heard(60)
    await heard(62)
    const glass = await look(20)
    expect(textOf(regionOf(glass, 'Live now'))).toMatch(/HR –– No live data 0:2\d/)
    expect(textOf(regionOf(glass, 'Heart rate, looking back'))).toMatch(/\b8[78]\b/)
  })

  it('[UI108] a moment whose records are on their way has no number, and the bar stands', async () => {
    let answer: () => void = () => undefined
    const asked = new Promise<void>((resolve) => {
      answer = resolve
    })
    const { look, html, session } = await board({
      read: { read: (lines) => asked.then(() => later(lines)) },
    })
    const glass = await look(20)
    expect(textOf(glass)).toContain('Reading this moment …')
    expect(glass).not.toContain('data-quantity')
    expect(textOf(regionOf(glass, 'Live now'))).toContain('HR 109')
    answer()
    await settle(60)
    session.frame()
    expect(textOf(regionOf(html(), 'Heart rate, looking back'))).toMatch(/\b8[78]\b/)
  })

  it('[UI110] pump log and alarms stay of now and say so; later lines of the log are dimmed', async () => {
    const { after, look } = await board()
    await after(alarmAt(44))
    const glass = await look(20)
    expect(textOf(regionOf(glass, 'Pump log'))).toContain('LIVE')
    const log = regionOf(glass, 'Log of this session')
    expect(elementOf(log, 'li', /data-after/)).toContain('HR high')
    expect(log.match(/data-after="true"/g)).toHaveLength(1)
    expect(textOf(log)).toContain('Session opened by R. Osei')
  })

  it('[UI111] a session closed meanwhile is said to be closed, not live', async () => {
    const { look, after } = await board()
    await look(20)
    const glass = await after(closedBody)
    const bar = textOf(regionOf(glass, 'Live now'))
    expect(bar).toContain('CLOSED')
    expect(bar).not.toContain('LIVE')
    expect(bar).toContain('by R. Osei: nothing is recorded, nothing alarms here.')
    expect(bar).not.toContain('HR 109')
    expect(bar).toContain('Back to the room')
    expect(textOf(regionOf(glass, 'Alarms'))).toContain('Session closed: nothing is judged here')
    expect(textOf(regionOf(glass, 'Pump log'))).not.toContain('LIVE')
  })

  it('[UI106] several alarms are counted on the bar, and every one stands in words', async () => {
    const { look, after } = await board()
    await look(20)
    const other = {
      ...alarmAt(44),
      alarmId: 'spo2Low@1',
      condition: 'spo2Low',
      level: 'low',
      priority: 'high',
    }
    const glass = await after(alarmAt(44), {
      ...other,
      values: { spo2: 84 },
      limit: { quantity: 'spo2', op: '<', value: 85 },
    } as unknown as RecordBody)
    expect(textOf(regionOf(glass, 'Live now'))).toContain('2 alarms now')
    expect(textOf(regionOf(glass, 'Alarms'))).toMatch(/SpO₂ low.*HR high/)
    expect(buttonsOf(regionOf(glass, 'Alarms')).filter((name) => name === 'Acknowledge')).toHaveLength(2)
  })

  it('[UI118] of forty alarms every one stands in words with its button, and their number on the bar', async () => {
    const { look, after } = await board()
    await look(20)
    const forty = Array.from(
      { length: 40 },
      (_, index) => ({ ...alarmAt(44), alarmId: `hrHigh@${index}`, condition: `c${index}` }) as RecordBody,
    )
    const glass = await after(...forty)
    expect(textOf(regionOf(glass, 'Live now'))).toContain('40 alarms now')
    const alarms = regionOf(glass, 'Alarms')
    expect(alarms.match(/<li/g)).toHaveLength(40)
    expect(buttonsOf(alarms).filter((name) => name === 'Acknowledge')).toHaveLength(40)
  })
})
