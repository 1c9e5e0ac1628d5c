// Owns the list of alarms as they were recorded, oldest first: the current one stands out, those after the cursor are
// dimmed and said to be later. Nothing here flashes and nothing is decided again: it is a recording.

import { PRIORITY_MARK, PRIORITY_WORD } from '@chairside/shared/alarm/words/text.ts'
import type { AlarmSpan } from '@chairside/shared/fold/alarm-spans.ts'
import type { Calling } from '@chairside/shared/fold/alarm-steps.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { Fragment, memo, useEffect, useMemo, useRef } from 'react'
import { momentWords, type TimeScale } from '../../ui/format.ts'
import styles from './alarm-list.module.css'
import { type AlarmStory, alarmStory, type Standing, standingOf } from './alarm-story.ts'
import { landing } from './moments.ts'

const SPOKEN: Readonly<Record<Standing, string>> = {
  over: 'Over at this moment. ',
  current: 'Going on at this moment. ',
  later: 'Later than this moment. ',
}

function Mark({ priority }: { readonly priority: Priority }) {
  return (
    <>
      <span aria-hidden="true">{PRIORITY_MARK[priority]} </span>
      <span className="visually-hidden">{PRIORITY_WORD[priority]}: </span>
    </>
  )
}

/** So many levels stand in the name of one that went up and down; each has its line below. */
const PATH_AT_MOST = 4
/** So many lines of its first and of its last levels; those between them are counted. */
const LINES_FIRST = 4
const LINES_LAST = 6

function Levels({ levels }: Pick<AlarmStory, 'levels'>) {
  const left = levels.length - LINES_FIRST - LINES_LAST
  return levels.map(({ priority, what, said }, index) => {
    if (left > 1 && index >= LINES_FIRST && index < LINES_FIRST + left)
      return index === LINES_FIRST ? (
        // biome-ignore lint/suspicious/noArrayIndexKey: levels are the record's, in its order
        <span key={index} className={styles['who']}>{`… ${left} more levels`}</span>
      ) : undefined
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: levels are the record's, in its order
      <span key={index}>
        {levels.length > 1 && <Mark priority={priority} />}
        {what}
        {said !== '' && <span className={styles['who']}> · {said}</span>}
      </span>
    )
  })
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
  const { levels } = story
  const path = levels.length > PATH_AT_MOST ? levels.slice(0, 1) : levels
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
            {path.map(({ priority, name }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: levels are the record's, in its order
              <Fragment key={index}>
                {index > 0 && (
                  <>
                    <span aria-hidden="true"> → </span>
                    <span className="visually-hidden">, then </span>
                  </>
                )}
                <Mark priority={priority} />
                {name}
              </Fragment>
            ))}
          </span>
          <span className={styles['at']}>{momentWords(story.raisedAtMs, scale)}</span>
        </span>
        <span className="visually-hidden">{SPOKEN[standing]}</span>
        <Levels levels={levels} />
        <span className={styles['who']}>{story.ended ?? 'its end is not in this recording'}</span>
      </button>
    </li>
  )
})

const NOBODY: readonly Calling[] = []

export function AlarmList({
  spans,
  callings = NOBODY,
  atMs,
  scale,
  partial = false,
  onPick,
}: {
  readonly spans: readonly AlarmSpan[]
  /** Who was called, of any of them. */
  readonly callings?: readonly Calling[]
  /** The cursor, hub time. */
  readonly atMs: number
  readonly scale: TimeScale
  /** More was recorded than is here. */
  readonly partial?: boolean
  readonly onPick: (atMs: number) => void
}) {
  const stories = useMemo(() => {
    const called = Map.groupBy(callings, ({ alarmId }) => alarmId)
    return spans.map((alarm) => alarmStory(alarm, scale, called.get(alarm.alarmId)))
  }, [spans, callings, scale])
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
