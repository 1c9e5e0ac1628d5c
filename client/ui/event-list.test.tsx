// What happened, as a list: what lies after the moment shown is dimmed and said, never left out.
import type { TimelineEntry } from '@chairside/shared/fold/timeline.ts'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { type EventLine, EventList, windowOf } from './event-list.tsx'

const START = Date.UTC(2026, 10, 14, 9)
const line = (seq: number, text: string, kind: TimelineEntry['kind'] = 'session'): EventLine => ({
  seq,
  atMs: (START + seq * 1_000) as EventLine['atMs'],
  kind,
  text,
})
const scale = { zone: 'UTC', startedAtMs: START + 3_000 }
const lines = [
  line(1, 'Session opened by R. Osei'),
  line(3, 'Pump started', 'infusion'),
  line(9, 'Cuff failed'),
]
const textOf = (html: string): string[] =>
  html.split('</li>').map((each) =>
    each
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  )

describe('event list', () => {
  it('[UI104] newest first, each line at its moment in the words of the session', () => {
    const html = renderToStaticMarkup(<EventList label="What happened" lines={lines} scale={scale} />)
    expect(textOf(html).slice(0, 3)).toEqual([
      'T+00:06 Cuff failed',
      'T+00:00 Pump started',
      '09:00:01 Session opened by R. Osei',
    ])
    expect(html).toContain('aria-label="What happened, newest first"')
  })

  it('[UI104] a line after the moment shown is marked and said to be later, and stays in the list', () => {
    const html = renderToStaticMarkup(
      <EventList label="What happened" lines={lines} scale={scale} headSeq={5} order="oldestFirst" />,
    )
    expect(textOf(html).slice(0, 3)).toEqual([
      '09:00:01 Session opened by R. Osei',
      'T+00:00 Pump started',
      'T+00:06 Later: Cuff failed',
    ])
    expect(html.match(/data-after="true"/g)).toHaveLength(1)
  })

  it('[UI104] a line that can be picked is a button named by its moment', () => {
    const html = renderToStaticMarkup(
      <EventList label="What happened" lines={lines} scale={scale} onPick={() => undefined} />,
    )
    expect(html.match(/<button/g)).toHaveLength(3)
    expect(html).toContain('aria-label="Look at T+00:06"')
  })

  it('[UI350] a struck line says so in words, and what was said of it stands under it', () => {
    const mark = { ofSeq: 3, is: 'undone', by: 'R. Osei', atMs: START + 5_000 } as never
    const struck: EventLine = { ...line(3, 'Pump paused', 'infusion'), struck: true, marks: [mark] }
    const html = renderToStaticMarkup(<EventList label="What happened" lines={[struck]} scale={scale} />)
    expect(textOf(html)[0]).toBe('T+00:00 Taken back: Pump paused undone 09:00:05 by R. Osei')
    expect(html).toContain('<s>Pump paused</s>')
  })

  it('[UI351] a line that can be corrected says so on the glass and in its name; any that can be pressed shows it', () => {
    const html = renderToStaticMarkup(
      <EventList
        label="What happened"
        lines={lines}
        scale={scale}
        onPick={() => undefined}
        mayCorrect={({ kind }) => kind === 'infusion'}
      />,
    )
    expect(textOf(html)[1]).toBe('T+00:00 Pump started Correct …')
    expect(html).toContain('aria-label="Correct or look at T+00:00"')
    expect(html).toContain('aria-label="Look at T+00:06"')
    expect(html.match(/class="[^"]*cue/g)).toHaveLength(3)
    const still = renderToStaticMarkup(<EventList label="What happened" lines={lines} scale={scale} />)
    expect(still).not.toMatch(/class="[^"]*cue/)
  })

  it('[UI104] an empty list says so', () => {
    expect(renderToStaticMarkup(<EventList label="Alarms" lines={[]} scale={scale} />)).toContain(
      'Nothing yet',
    )
  })

  it('[UI104] too many lines: those around the moment shown stay, the others are counted', () => {
    const many = Array.from({ length: 500 }, (_, index) => line(index + 1, `line ${index + 1}`))
    expect(windowOf(many, undefined, 200)).toEqual([300, 500])
    expect(windowOf(many, 250, 200)).toEqual([150, 350])
    expect(windowOf(many, 3, 200)).toEqual([0, 200])
    expect(windowOf(many, 499, 200)).toEqual([300, 500])
    const html = renderToStaticMarkup(<EventList label="All" lines={many} scale={scale} headSeq={250} />)
    expect(html).toContain('150 older lines in the record')
    expect(html).toContain('150 newer lines in the record')
  })
})
