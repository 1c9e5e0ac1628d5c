// Owns which lines of the timeline stand above the lanes, in how many words, and from when to when. Pure.
// Alarms and failed cuffs are drawn where they were measured; everything else that happened stands here.
import type { TimelineEntry } from '@chairside/shared/fold/timeline.ts'
import type { TrendEvent } from '../trend-chart/event-rows.ts'

type Line = TimelineEntry & { readonly seq: number }

const SHOWN: readonly TimelineEntry['kind'][] = ['infusion', 'device', 'hub', 'session']

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)

/** The fewest words that say it: who did it and what was before stand in the whole sentence. */
export function shortWords({ kind, text }: Pick<TimelineEntry, 'kind' | 'text'>): string {
  if (kind === 'infusion') {
    const [act = text] = text.split(' · ')
    const words = act
      .replace(/ \(was .*\)$/, '')
      .replace(/^Pump (rate )?/, '')
      .replace(/^set to /, '')
    return capital(words.replace(/^started at /, 'start ').replace(/^resumed at /, 'resumed '))
  }
  const [short = text] = text.split(/: | by /)
  return short
}

const opens = (text: string): 'pause' | 'unjudged' | undefined =>
  /^Pump paused/.test(text) ? 'pause' : /^ALARMS NOT JUDGED/.test(text) ? 'unjudged' : undefined
const closes = (text: string): 'pause' | 'unjudged' | undefined =>
  /^Pump (resumed|stopped)/.test(text)
    ? 'pause'
    : /^Alarms are judged again/.test(text)
      ? 'unjudged'
      : undefined

/** @param lines in the order of the log @returns oldest first by when it happened */
export function trendEvents(lines: readonly Line[]): TrendEvent[] {
  const events: (TrendEvent & { readonly opens: 'pause' | 'unjudged' | undefined })[] = []
  for (const line of lines) {
    const { kind, text, atMs, seq } = line
    if (!SHOWN.includes(kind)) continue
    const ended = closes(text)
    if (ended !== undefined) {
      const at = events.findLastIndex((each) => each.opens === ended && each.endMs === undefined)
      const open = events[at]
      if (open !== undefined) events[at] = { ...open, endMs: atMs }
    }
    events.push({
      key: String(seq),
      atMs,
      words: shortWords(line),
      title: text,
      tone: kind === 'infusion' ? 'infusion' : 'plain',
      opens: opens(text),
    })
  }
  return events.toSorted((a, b) => a.atMs - b.atMs).map(({ opens: _opens, ...event }) => event)
}
