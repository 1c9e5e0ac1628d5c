// Owns which lines of the timeline stand above the lanes, in how many words, and from when to when. Pure.
// Alarms and failed cuffs are drawn where they were measured; the beginning of the session is where the lanes begin.

import { isLate } from '@chairside/shared/fold/late-words.ts'
import type { PumpEvent } from '@chairside/shared/fold/session-state.ts'
import type { TimelineEntry } from '@chairside/shared/fold/timeline.ts'
import type { TrendEvent } from '../trend-chart/event-rows.ts'
import { pumpWords } from './visit-events.ts'

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
      .replace(/^started at /, 'start ')
      .replace(/^resumed at /, 'resumed ')
    return capital(words)
  }
  const [short = text] = text.split(/: | by /)
  return short
}

const AWAY = / (lost|disconnected(: the hub stopped)?|taken over by a new connection|revoked)$/

/** What a line begins that another line ends: a name for it. */
const opens = ({ kind, text }: Line): string | undefined => {
  if (/^Pump paused/.test(text)) return 'pause'
  if (/^ALARMS NOT JUDGED/.test(text)) return 'unjudged'
  return kind === 'device' && AWAY.test(text) ? `away ${text.replace(AWAY, '')}` : undefined
}
const closes = ({ kind, text }: Line): string | undefined => {
  if (/^Pump (resumed|stopped)/.test(text)) return 'pause'
  if (/^Alarms are judged again/.test(text)) return 'unjudged'
  return kind === 'device' && text.endsWith(' connected')
    ? `away ${text.slice(0, -' connected'.length)}`
    : undefined
}
/** Said by the end of another event, by the lanes' own beginning, or by the mark of a new source. */
const isSaid = ({ kind, text }: Line): boolean =>
  (kind === 'device' && text.endsWith(' connected')) ||
  /^Alarms are judged again/.test(text) ||
  /^Session opened/.test(text)

/** The lines as the acts at the pump stand now: none that was taken back, each where it was. */
function asTheyStand(lines: readonly Line[], pump: readonly PumpEvent[]): readonly Line[] {
  const bySeq = new Map(pump.map((event) => [Number(event.seq), event]))
  return lines
    .flatMap((line) => {
      const event = line.kind === 'infusion' ? bySeq.get(line.seq) : undefined
      return event?.void ? [] : event?.amended ? [{ ...line, atMs: event.atMs }] : [line]
    })
    .toSorted((a, b) => a.atMs - b.atMs)
}

/**
 * @param lines in the order of the log
 * @param pump every act at the pump as it stands now; absent: as the lines say
 * @returns oldest first by when it happened
 */
export function trendEvents(lines: readonly Line[], pump?: readonly PumpEvent[]): TrendEvent[] {
  const events: TrendEvent[] = []
  const open = new Map<string, number>()
  const acts = new Map((pump ?? []).map((event) => [Number(event.seq), event] as const))
  for (const line of pump === undefined ? lines : asTheyStand(lines, pump)) {
    const { kind, text, atMs, seq } = line
    if (!SHOWN.includes(kind) || line.housekeeping === true) continue
    const ended = closes(line)
    const at = ended === undefined ? undefined : open.get(ended)
    if (ended !== undefined && at !== undefined) {
      events[at] = { ...events[at]!, endMs: atMs }
      open.delete(ended)
    }
    if (isSaid(line)) continue
    const begun = opens(line)
    if (begun !== undefined) open.set(begun, events.length)
    const tone = kind === 'infusion' ? 'infusion' : 'plain'
    const act = kind === 'infusion' ? acts.get(seq) : undefined
    const words = act?.amended ? pumpWords(act) : shortWords(line)
    const late = act !== undefined && isLate({ hubAtMs: act.recordedAtMs, atMs })
    events.push({ key: String(seq), atMs, words, title: text, tone, ...(late ? { late } : {}) })
  }
  return events.toSorted((a, b) => a.atMs - b.atMs)
}
