// Owns the list of alarms as they were recorded, oldest first: the current one stands out, those after the cursor are
// dimmed and said to be later. Nothing here flashes and nothing is decided again: it is a recording.

import type { Rules } from '@chairside/shared/alarm/rules.ts'
import { PRIORITY_MARK, PRIORITY_WORD } from '@chairside/shared/alarm/text.ts'
import type { AlarmSpan } from '@chairside/shared/fold/alarm-spans.ts'
import { memo, useEffect, useMemo, useRef } from 'react'
import { momentWords, type TimeScale } from '../../ui/format.ts'
import styles from './alarm-list.module.css'
import { type AlarmStory, alarmStory, type Standing, standingOf } from './alarm-story.ts'
import { landing } from './moments.ts'

const SPOKEN: Readonly<Record<Standing, string>> = {
  over: 'Over at this moment. ',
  current: 'Going on at this moment. ',
  later: 'Later than this moment. ',
}

const AlarmItem = memo(function AlarmItem({
  story,
  standing,
  scale,
  onPick,
}: {
  readonly story: AlarmStory
  readonly standing: Standing
  readonly scale: TimeScale
  readonly onPick: (atMs: number) => void
}) {
  return (
    <li>
      <button
        type="button"
        className={styles['alarm']}
        data-priority={story.priority}
        data-standing={standing}
        aria-current={standing === 'current' ? 'true' : undefined}
        onClick={() => onPick(landing(story.toldAtMs, scale))}
      >
        <span className={styles['head']}>
          <span className={styles['name']}>
            <span aria-hidden="true">{PRIORITY_MARK[story.priority]} </span>
            <span className="visually-hidden">{PRIORITY_WORD[story.priority]}: </span>
            {story.name}
          </span>
          <span className={styles['at']}>{momentWords(story.raisedAtMs, scale)}</span>
        </span>
        <span className="visually-hidden">{SPOKEN[standing]}</span>
        <span className={styles['what']}>
          {story.what} · {story.ended ?? 'its end is not in this recording'}
        </span>
        <span className={styles['who']}>
          {story.acknowledged === '' ? 'not acknowledged' : story.acknowledged}
        </span>
      </button>
    </li>
  )
})

export function AlarmList({
  spans,
  atMs,
  scale,
  partial = false,
  rules,
  onPick,
}: {
  readonly spans: readonly AlarmSpan[]
  /** The cursor, hub time. */
  readonly atMs: number
  readonly scale: TimeScale
  /** More was recorded than is here. */
  readonly partial?: boolean
  /** Of the session's own profile, where it is known here. */
  readonly rules?: Rules | undefined
  readonly onPick: (atMs: number) => void
}) {
  const stories = useMemo(() => spans.map((alarm) => alarmStory(alarm, rules)), [spans, rules])
  const standings = spans.map((alarm) => standingOf(alarm, atMs))
  const later = standings.includes('later')
  const list = useRef<HTMLOListElement>(null)
  const reached = standings.findLastIndex((standing) => standing !== 'later')
  // Scrolls the list, never the page, so that the newest alarm of the moment is in sight.
  useEffect(() => {
    const element = list.current
    const item = element?.children[Math.max(0, reached)]
    if (element === null || element === undefined || !(item instanceof HTMLElement)) return
    const { offsetTop, offsetHeight } = item
    const above = offsetTop < element.scrollTop
    const below = offsetTop + offsetHeight > element.scrollTop + element.clientHeight
    if (above || below) element.scrollTop = offsetTop - element.clientHeight / 3
  }, [reached])
  return (
    <section className={styles['card']} aria-label="Alarms as recorded">
      <h2 className={styles['title']}>Alarms as recorded</h2>
      {stories.length === 0 ? (
        <p className={styles['none']}>
          {partial ? 'No alarm in the part that is shown.' : 'No alarm was recorded in this session.'}
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <ol className={styles['list']} tabIndex={0} aria-label="Alarms, oldest first" ref={list}>
          {stories.map((story, index) => (
            <AlarmItem
              key={story.id}
              story={story}
              standing={standings[index] ?? 'later'}
              scale={scale}
              onPick={onPick}
            />
          ))}
        </ol>
      )}
      {later && <p className={styles['foot']}>Dimmed: after the cursor</p>}
    </section>
  )
}
