// Alarms as recorded: their words, how they stand to the cursor, and that a jump to one arrives.
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { openedRecording, said, T } from '../../testing/replayed.ts'
import { timeScaleOf } from '../../ui/format.ts'
import { AlarmList } from './alarm-list.tsx'
import { alarmStory, standingOf } from './alarm-story.ts'
import { alarmMoments, eventMoments, jumpFrom, landing } from './moments.ts'

const recording = openedRecording()
const { alarmSpans, timeline, state } = recording.view()
const scale = timeScaleOf(state, recording.cursor().range)
const [pressure, rate] = alarmSpans
if (pressure === undefined || rate === undefined) throw new Error('the fixture has two alarms')

const markup = (atMs: number): string =>
  renderToStaticMarkup(<AlarmList spans={alarmSpans} atMs={atMs} scale={scale} onPick={() => undefined} />)
const buttonsOf = (html: string): string[] => html.split('<button').slice(1)

describe('alarms as recorded', () => {
  test('[UI98] of a recording that is not all there, no alarm in it is not said to be none', () => {
    const none = (partial: boolean) =>
      said(
        renderToStaticMarkup(
          <AlarmList spans={[]} atMs={T(1)} scale={scale} partial={partial} onPick={() => undefined} />,
        ),
      )
    expect(none(true)).toContain('No alarm in the part that is shown.')
    expect(none(true)).not.toContain('No alarm was recorded')
    expect(none(false)).toContain('No alarm was recorded in this session.')
  })

  test('[UI88] an alarm says each level with its value, length and answer, and how it ended', () => {
    expect(alarmStory(pressure, scale)).toMatchObject({
      priority: 'high',
      levels: [
        {
          priority: 'high',
          name: 'BP very high',
          what: 'BP very high, SBP 182 (≥ 180) for 5:00',
          said: 'acknowledged after 0:31 by R. Osei',
        },
        { priority: 'medium', name: 'high', what: 'down to high, SBP 168 for 21:30', said: '' },
      ],
      ended: 'ended 26:30 later at 151',
    })
    expect(alarmStory(rate, scale)).toMatchObject({
      levels: [{ name: 'HR high', what: 'HR high 118 (> 110) for 31:00', said: 'no answer' }],
      ended: 'still open when the session closed, 31:00 later',
    })
  })

  test('[SU48] a level tells every answer: when one lapsed, who was called then, who answered next', () => {
    const [level] = pressure.levels
    const [ack] = pressure.acknowledged
    if (level === undefined || ack === undefined) throw new Error('the fixture has an answer')
    const twice = {
      ...pressure,
      acknowledged: [
        { ...ack, endedAtMs: T(22), endedBecause: 'stillTrue' as const },
        { ...ack, seq: ack.seq + 2, atMs: T(23, 8), by: 'M. Adeyemi' },
      ],
    }
    const { alarmId } = pressure
    const calling = { alarmId, step: 'physician' as const, seq: ack.seq + 1, atMs: T(23) }
    expect(alarmStory(twice, scale, [calling]).levels[0]?.said).toBe(
      'acknowledged after 0:31 by R. Osei, lapsed T+22:00; physician called T+23:00; acknowledged T+23:08 by M. Adeyemi',
    )
    const html = renderToStaticMarkup(
      <AlarmList spans={[twice]} callings={[calling]} atMs={T(61)} scale={scale} onPick={() => undefined} />,
    )
    expect(said(html)).toContain(
      'lapsed T+22:00; physician called T+23:00; acknowledged T+23:08 by M. Adeyemi',
    )
  })

  test('[UI116] a level it fell to is told by its recorded value, never by a limit that it did not break', () => {
    expect(alarmStory(pressure, scale).levels[1]?.what).not.toContain('180')
  })

  test('[UI88] over, going on, later: an alarm is later until the hub had decided it', () => {
    expect(standingOf(pressure, T(19))).toBe('later')
    expect(standingOf(pressure, T(20))).toBe('current')
    expect(standingOf(pressure, T(46, 30))).toBe('over')
    expect(standingOf(rate, T(30))).toBe('later')
    expect(standingOf(rate, T(30) + 400)).toBe('current')
  })

  test('[UI88] the current one is marked, the later one dimmed and said to be later, none is left out', () => {
    const [first, second] = buttonsOf(markup(T(21)))
    expect(first).toContain('data-standing="current"')
    expect(first).toContain('aria-current="true"')
    expect(said(`<${first}`)).toContain(
      'high priority: BP very high → , then !! medium priority: high T+20:00 Going on at this moment.',
    )
    expect(second).toContain('data-standing="later"')
    expect(second).not.toContain('aria-current')
    expect(said(`<${second}`)).toContain('Later than this moment.')
    expect(markup(T(21))).toContain('Dimmed: after the cursor')
    expect(markup(T(61))).not.toContain('Dimmed')
  })

  test('[UI88] nothing flashes in a recording', () => {
    expect(markup(T(21))).not.toContain('data-flash')
  })

  test('[UI88] a session without alarms says so', () => {
    const html = renderToStaticMarkup(
      <AlarmList spans={[]} atMs={T(0)} scale={scale} onPick={() => undefined} />,
    )
    expect(said(html)).toContain('No alarm was recorded in this session.')
  })

  test('[UI87] a jump lands where what it jumps to has been recorded, within the second its words name', () => {
    // The alarm was decided 0.4 s after it was due.
    expect(standingOf(rate, landing(rate.decidedAtMs, scale))).toBe('current')
    expect(landing(T(30) + 400, scale)).toBe(T(30) + 999)
    for (const atMs of eventMoments(timeline, scale)) {
      recording.at(atMs)
      const line = timeline.find((each) => landing(each.atMs, scale) === atMs)
      expect(line?.seq).toBeLessThanOrEqual(recording.view().shown.head)
    }
  })

  test('[UI87] an alarm that rises is a place to stop at again; one that falls is not', () => {
    const rising = {
      ...pressure,
      levels: pressure.levels.map((level, index) => ({
        ...level,
        alarm: { ...level.alarm, transition: index === 0 ? ('raised' as const) : ('rose' as const) },
      })),
    }
    expect(alarmMoments([rising], scale)).toEqual([T(20) + 999, T(25) + 999])
    expect(alarmMoments([pressure], scale)).toEqual([T(20) + 999])
  })

  test('[UI87] alarms and events have jumps of their own, one after the other, to the last', () => {
    const alarms = alarmMoments(alarmSpans, scale)
    expect(alarms).toEqual([T(20) + 999, T(30) + 999])
    expect(jumpFrom(alarms, T(0), true)).toBe(T(20) + 999)
    expect(jumpFrom(alarms, T(20) + 999, true)).toBe(T(30) + 999)
    expect(jumpFrom(alarms, T(30) + 999, true)).toBeUndefined()
    expect(jumpFrom(alarms, T(30) + 999, false)).toBe(T(20) + 999)
    const events = eventMoments(timeline, scale)
    expect(events).toContain(T(0) + 999)
    expect(events).toContain(T(22) + 999)
    expect(events).not.toContain(T(46, 30) + 999)
  })
})
