// Owns a list of what happened in a session, in order, each with its moment. What lies after the moment shown is dimmed
// and said to be later; it is never left out. Never words an event itself: shared/fold/timeline does.
import type { TimelineEntry } from '@chairside/shared/fold/timeline.ts'
import { useEffect, useMemo, useRef } from 'react'
import styles from './event-list.module.css'
import { type Mark, markWords } from './event-list-mends.ts'
import { clockWords, counted, momentWords, type TimeScale } from './format.ts'

export type EventLine = TimelineEntry & {
  readonly seq: number
  /** What was said of it afterwards, oldest first. */
  readonly marks?: readonly Mark[]
  /** It was taken back: it stands struck. */
  readonly struck?: true
}

export type EventListProps = {
  /** What the list is of: "What happened". */
  readonly label: string
  /** Oldest first. */
  readonly lines: readonly EventLine[]
  readonly scale: TimeScale
  readonly order?: 'newestFirst' | 'oldestFirst'
  /** The newest record at the moment shown: later lines are dimmed. Absent: nothing lies after it. */
  readonly headSeq?: number | undefined
  /** Absent: a line cannot be picked. */
  readonly onPick?: ((atMs: number, line: EventLine) => void) | undefined
  /** Whether a line, picked, offers to be corrected. */
  readonly mayCorrect?: ((line: EventLine) => boolean) | undefined
  /** Most lines to show; those nearest the moment shown stay, and what is left out is counted. */
  readonly limit?: number
}

/** The stretch of lines that stays when there are too many: the newest, or those around the moment shown. */
export function windowOf(
  lines: readonly EventLine[],
  headSeq: number | undefined,
  limit: number,
): readonly [from: number, to: number] {
  if (lines.length <= limit) return [0, lines.length]
  const after = headSeq === undefined ? -1 : lines.findIndex(({ seq }) => seq > headSeq)
  const middle = after === -1 ? lines.length : after
  const from = Math.min(lines.length - limit, Math.max(0, middle - Math.ceil(limit / 2)))
  return [from, from + limit]
}

export function EventList({
  label,
  lines,
  scale,
  order = 'newestFirst',
  headSeq,
  onPick,
  mayCorrect,
  limit = 200,
}: EventListProps) {
  const [from, to] = windowOf(lines, headSeq, limit)
  const shown = useMemo(() => {
    const kept = lines.slice(from, to)
    return order === 'newestFirst' ? kept.reverse() : kept
  }, [lines, from, to, order])
  const isAfter = (line: EventLine): boolean => headSeq !== undefined && line.seq > headSeq
  const upTo = lines.findLast((line) => !isAfter(line))?.seq
  const list = useRef<HTMLOListElement>(null)

  // Scrolls the list, never the page, so that the newest line of the moment shown is in sight.
  useEffect(() => {
    const element = list.current
    if (element === null || headSeq === undefined) return
    const line = element.querySelector<HTMLElement>(`[data-seq="${upTo}"]`)
    if (line === null) return
    const { offsetTop, offsetHeight } = line
    const above = offsetTop < element.scrollTop
    const below = offsetTop + offsetHeight > element.scrollTop + element.clientHeight
    if (above || below) element.scrollTop = offsetTop - element.clientHeight / 3
  }, [headSeq, upTo])

  const older = from > 0 && `${counted(from, 'older line')} in the record`
  const newer = to < lines.length && `${counted(lines.length - to, 'newer line')} in the record`
  const notes = order === 'newestFirst' ? [newer, older] : [older, newer]
  const words = order === 'newestFirst' ? 'newest first' : 'oldest first'
  return (
    // A list that scrolls must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled with the arrow keys
    <ol className={styles['lines']} tabIndex={0} aria-label={`${label}, ${words}`} ref={list}>
      {notes[0] !== false && <li className={styles['note']}>{notes[0]}</li>}
      {shown.map((line) => {
        const moment = momentWords(line.atMs, scale)
        const after = isAfter(line)
        const own = onPick !== undefined && mayCorrect?.(line) === true
        return (
          <li
            key={line.seq}
            className={styles['line']}
            data-kind={line.kind}
            data-seq={line.seq}
            data-after={after || undefined}
            data-pick={onPick === undefined ? undefined : ''}
          >
            <span className={styles['at']} title={clockWords(line.atMs, scale)}>
              {onPick === undefined ? (
                moment
              ) : (
                <button
                  type="button"
                  className={styles['pick']}
                  aria-label={own ? `Correct or look at ${moment}` : `Look at ${moment}`}
                  onClick={() => onPick(line.atMs, line)}
                >
                  {moment}
                </button>
              )}
            </span>
            <span className={styles['text']}>
              {after && <span className="visually-hidden">Later: </span>}
              {line.struck ? (
                <>
                  <span className="visually-hidden">Taken back: </span>
                  <s>{line.text}</s>
                </>
              ) : (
                line.text
              )}
              {line.marks?.map((mark) => (
                <small key={`${mark.is} ${mark.atMs}`} className={styles['mark']}>
                  {markWords(mark, scale)}
                </small>
              ))}
            </span>
            {onPick !== undefined && (
              <span className={styles['cue']} aria-hidden="true">
                {own && 'Correct …'}
              </span>
            )}
          </li>
        )
      })}
      {shown.length === 0 && <li className={styles['note']}>Nothing yet</li>}
      {notes[1] !== false && <li className={styles['note']}>{notes[1]}</li>}
    </ol>
  )
}
