// Owns the alarm bar: every active alarm in words, most urgent first, none hidden without being counted. It keeps its place
// when there is none, so that no number moves when one comes. It never decides that an alarm is over.
import { PRIORITY_MARK, PRIORITY_WORD } from '@chairside/shared/alarm/words/text.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import type { ReactNode } from 'react'
import styles from './alarm-banner.module.css'
import { AlarmEdge } from './alarm-edge.tsx'
import { SoundSign, type SoundSignKind } from './sound-sign.tsx'

export type AlarmLine = {
  readonly id: string
  /** Absent: not an alarm yet (a repeat that is due); it wears no colour of one. */
  readonly priority?: Priority | undefined
  /** "BP very high" */
  readonly title: string
  /** What is said aloud, where title and text count down. */
  readonly spoken?: string | undefined
  /** "SBP 182 ≥ 180" */
  readonly text: string
  /** "T+20:00, 0:22 ago" */
  readonly detail: string
  /** Who is called, who has it: "Dr Lindqvist is called in 0:38". */
  readonly status?: string | undefined
  /** "acknowledged by R. Osei 0:20 ago": the edge does not flash. */
  readonly acknowledged?: string | undefined
  /** What the status says in short, at length. */
  readonly whole?: string | undefined
  /** Its buttons leave no room for another line beside it. */
  readonly wide?: true | undefined
  /** Over and only seen: the edge does not flash. */
  readonly latched?: true | undefined
  readonly sign?: SoundSignKind | undefined
  /** What can be asked of it; stands after its words. */
  readonly why?: ReactNode
  readonly buttons?: ReactNode
}

export function AlarmMark({ priority }: { readonly priority: Priority }) {
  return (
    <span className={styles['mark']}>
      <span className={styles['markFill']} aria-hidden="true" />
      <span className={styles['markText']} aria-hidden="true">
        {PRIORITY_MARK[priority]}
      </span>
      <span className="visually-hidden">{PRIORITY_WORD[priority]}: </span>
    </span>
  )
}

/** Of what is not an alarm yet. */
const NotYet = () => (
  <span className={styles['mark']} aria-hidden="true">
    <span className={styles['markText']}>↻</span>
  </span>
)

function AlarmRow({
  line,
  span,
}: {
  readonly line: AlarmLine
  /** In the bar: as wide as it is, or half. */
  readonly span?: 'full' | 'half' | undefined
}) {
  const { priority, title, text, detail, status, acknowledged, latched, sign, buttons, why, whole } = line
  const steady = acknowledged !== undefined || latched === true
  const said = [detail, acknowledged, status].filter((part) => part !== undefined && part !== '').join(' · ')
  return (
    <li className={styles['row']} data-priority={priority} data-latched={latched} data-span={span}>
      {priority !== undefined && <AlarmEdge priority={priority} acknowledged={steady} />}
      {priority === undefined ? <NotYet /> : <AlarmMark priority={priority} />}
      <div className={styles['words']}>
        <p className={styles['what']}>
          <span className={styles['title']}>{title}</span>{' '}
          {text !== '' && <span className={styles['text']}>{text}</span>}
        </p>
        <p className={styles['detail']} title={whole ?? said}>
          {sign !== undefined && (
            <>
              <SoundSign is={sign} />{' '}
            </>
          )}
          {said}
        </p>
        {why}
      </div>
      {buttons !== undefined && <span className={styles['buttons']}>{buttons}</span>}
    </li>
  )
}

/** Lines of a list that stands elsewhere than in the bar. */
export function AlarmRows({
  lines,
  label,
}: {
  readonly lines: readonly AlarmLine[]
  readonly label: string
}) {
  return (
    <ul className={styles['list']} aria-label={label}>
      {lines.map((line) => (
        <AlarmRow key={line.id} line={line} />
      ))}
    </ul>
  )
}

/** What is said aloud of a line: what is new in it, never a countdown or an age. */
const spokenOf = ({ priority, title, text, spoken = `${title} ${text}` }: AlarmLine): string =>
  priority === undefined ? `${spoken}.` : `${PRIORITY_WORD[priority]}: ${spoken}.`

/**
 * @param lines  most urgent first
 * @param calm   what stands in the bar while nothing alarms; it says so, it is never blank
 * @param more   how many lines the bar has no room for, and the button that shows them
 */
export function AlarmBanner({
  lines,
  spans = [],
  spoken = lines,
  calm,
  calmButtons,
  more,
}: {
  readonly lines: readonly AlarmLine[]
  /** Of each of them. */
  readonly spans?: readonly ('full' | 'half')[]
  /** All lines, where the bar shows only the first of them. */
  readonly spoken?: readonly AlarmLine[]
  readonly calm: ReactNode
  readonly calmButtons?: ReactNode
  readonly more?: ReactNode
}) {
  return (
    <section aria-label="Alarms">
      <p className="visually-hidden" aria-live="assertive" role="alert">
        {spoken.map(spokenOf).join(' ')}
      </p>
      <ul className={styles['bar']} data-more={more === undefined ? undefined : ''}>
        {lines.map((line, at) => (
          <AlarmRow key={line.id} line={line} span={spans[at] ?? 'full'} />
        ))}
        {more !== undefined && <li className={styles['more']}>{more}</li>}
        {lines.length === 0 && (
          <li className={styles['row']} data-span="full">
            {/* Before the words: where an alarm has its buttons nothing stands that a late tap could press. */}
            {calmButtons !== undefined && <span className={styles['calmButtons']}>{calmButtons}</span>}
            <div className={`${styles['words']} ${styles['calm']}`}>{calm}</div>
          </li>
        )}
      </ul>
    </section>
  )
}
