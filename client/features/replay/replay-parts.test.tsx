// The numbers at the cursor, the controls, and what keys and buttons do to the cursor. Markup and stores, no browser.
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { OPENED_AT, openedRecording, said, T } from '../../testing/replayed.ts'
import { timeScaleOf } from '../../ui/format.ts'
import { createReplayActs } from './acts.ts'
import { MomentValues, MomentWords, ValuesOnTheirWay } from './moment-values.tsx'
import { alarmMoments, eventMoments } from './moments.ts'
import type { ReplayAct } from './replay-keys.ts'
import { placeWords, Scrubber } from './scrubber.tsx'
import { Transport } from './transport.tsx'

function opened() {
  const recording = openedRecording()
  const { alarmSpans, timeline, state } = recording.view()
  const scale = timeScaleOf(state, recording.cursor().range)
  const moments = {
    alarms: alarmMoments(alarmSpans, scale),
    events: eventMoments(timeline, scale),
    scale,
  }
  const words: string[] = []
  let copied = 0
  let helped = 0
  const acts = createReplayActs({
    cursor: recording.store.cursor,
    moments: () => moments,
    say: (text) => words.push(text),
    copyLink: () => {
      copied += 1
    },
    toggleHelp: () => {
      helped += 1
    },
  })
  return {
    ...recording,
    scale,
    acts,
    words,
    run: (act: ReplayAct) => {
      acts.run(act)
      recording.settle()
    },
    copied: () => copied,
    helped: () => helped,
    values: () =>
      renderToStaticMarkup(<MomentValues state={recording.view().shown} atMs={recording.cursor().atMs} />),
    transport: () =>
      renderToStaticMarkup(
        <Transport
          cursor={recording.cursor()}
          spans={alarmSpans}
          scale={scale}
          acts={acts}
          alarms={moments.alarms}
          events={moments.events}
        />,
      ),
  }
}

describe('values at the cursor', () => {
  test('[UI85] each number has its age there; nothing reads as now', () => {
    const replay = opened()
    replay.at(T(20, 6))
    const words = said(replay.values())
    expect(words).toContain('BP 182 / 99 0:06 old')
    expect(words).toContain('52.5 mL/h · 17.6 mg')
    expect(words).toContain('Infusing, as recorded')
    expect(words).not.toMatch(/\bnow\b/)
  })

  test('[UI85] in a gap there is no number, only since when', () => {
    const replay = opened()
    replay.at(T(10, 2))
    expect(said(replay.values())).toContain('HR 88')
    replay.at(T(11, 30))
    expect(said(replay.values())).toContain('HR –– No live data 1:30')
    expect(said(replay.values())).not.toContain('88')
  })

  test('[UI85] before anything was measured nothing is a number', () => {
    const replay = opened()
    replay.at(OPENED_AT)
    expect(replay.values()).not.toMatch(/data-state="(fresh|ageing|old)"/)
  })

  test('[UI85] a number that alarmed then stands in its chip, and nothing flashes', () => {
    const replay = opened()
    replay.at(T(20, 6))
    expect(replay.values()).toMatch(/data-priority="high">182</)
    expect(replay.values()).not.toContain('data-flash')
    replay.at(T(19))
    expect(replay.values()).not.toContain('data-priority')
  })

  test('[UI85] while a moment is being read there is no number at all', () => {
    expect(said(renderToStaticMarkup(<ValuesOnTheirWay />))).toBe('–– Reading this moment …')
  })

  test('[UI85] the moment is T+ with the clock beside it, and the clock alone before the start', () => {
    const { scale } = opened()
    const words = (atMs: number) => said(renderToStaticMarkup(<MomentWords atMs={atMs} scale={scale} />))
    expect(words(T(31, 36))).toBe('T+31:36 10:48:36')
    expect(words(OPENED_AT)).toBe('10:12:00')
  })
})

describe('controls', () => {
  test('[UI86] play, pause, step, speed and the ends move the cursor', () => {
    const replay = opened()
    replay.run({ is: 'playOrPause' })
    expect(replay.cursor().playback.is).toBe('playing')
    expect(replay.transport()).toContain('aria-label="Pause"')
    replay.run({ is: 'playOrPause' })
    expect(replay.cursor().playback.is).toBe('paused')
    replay.at(T(10))
    replay.run({ is: 'step', byMs: 10_000 })
    expect(replay.cursor().atMs).toBe(T(10, 10))
    replay.run({ is: 'speed', faster: true })
    expect(replay.cursor().speed).toBe(2)
    expect(replay.transport()).toMatch(/aria-pressed="true"[^>]*><span[^>]*>2×/)
    replay.run({ is: 'end', which: 'last' })
    expect(replay.cursor().atMs).toBe(T(61))
    replay.run({ is: 'step', byMs: 1_000 })
    expect(replay.cursor().atMs).toBe(T(61))
  })

  test('[UI87] from alarm to alarm; where there is no further one it says so and stays', () => {
    const replay = opened()
    const next: ReplayAct = { is: 'jump', to: 'alarm', forward: true }
    replay.run(next)
    expect(replay.cursor().atMs).toBe(T(20) + 999)
    replay.run(next)
    expect(replay.cursor().atMs).toBe(T(30) + 999)
    expect(replay.transport()).toMatch(/aria-label="Next alarm"[^>]*disabled/)
    replay.run(next)
    expect(replay.cursor().atMs).toBe(T(30) + 999)
    expect(replay.words).toEqual([
      'Next alarm: T+20:00',
      'Next alarm: T+30:00',
      'No later alarm in this recording',
    ])
    replay.run({ is: 'jump', to: 'alarm', forward: false })
    expect(replay.cursor().atMs).toBe(T(20) + 999)
  })

  test('[UI86] copying a link and the page of keys are asked for by their keys', () => {
    const replay = opened()
    replay.run({ is: 'copyLink' })
    replay.run({ is: 'help' })
    expect([replay.copied(), replay.helped()]).toEqual([1, 1])
  })

  test('[UI86] every control has a name, and the slider says its place in words', () => {
    const replay = opened()
    replay.at(T(31, 36))
    const html = replay.transport()
    for (const name of ['Play', 'Previous alarm', 'Next alarm', 'Previous event', 'Next event'])
      expect(html).toContain(`aria-label="${name}"`)
    for (const speed of ['0.5×', '1×', '2×', '4×', '8×', '16×', '32×', '60×'])
      expect(html).toContain(`>${speed}<`)
    expect(html).toContain('type="range"')
    expect(html).toContain('aria-valuetext="T+31:36, 10:48:36"')
  })

  test('[UI86] the slider has a tick for each alarm, where it was', () => {
    const replay = opened()
    const { range } = replay.cursor()
    const html = renderToStaticMarkup(
      <Scrubber
        range={range}
        atMs={T(0)}
        spans={replay.view().alarmSpans}
        scale={replay.scale}
        onSeek={() => undefined}
      />,
    )
    const ticks = [...html.matchAll(/data-priority="(\w+)"(?: data-later="true")? style="--at:([\d.]+)"/g)]
    expect(ticks.map(([, priority]) => priority)).toEqual(['high', 'medium'])
    const length = range.toMs - range.fromMs
    expect(Number(ticks[0]?.[2])).toBeCloseTo((T(20) - range.fromMs) / length, 6)
    expect(placeWords(OPENED_AT, replay.scale)).toBe('10:12:00')
  })

  test('[UI117] its ticks after the cursor are dimmed', () => {
    const replay = opened()
    const later = (atMs: number) =>
      [
        ...renderToStaticMarkup(
          <Scrubber
            range={replay.cursor().range}
            atMs={atMs}
            spans={replay.view().alarmSpans}
            scale={replay.scale}
            onSeek={() => undefined}
          />,
        ).matchAll(/data-priority="(\w+)"( data-later="true")?/g),
      ].map(([, priority, dim]) => `${priority}${dim === undefined ? '' : ' later'}`)
    expect(later(T(19, 59))).toEqual(['high later', 'medium later'])
    expect(later(T(20))).toEqual(['high', 'medium later'])
    expect(later(T(31))).toEqual(['high', 'medium'])
  })
})
