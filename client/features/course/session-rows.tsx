// Owns the table of a course: a row for each session that was infused, oldest first; one is chosen, and stands out in the picture.
// Never a judgement over which was better.
import { PRIORITY_MARK, PRIORITY_WORD } from '@chairside/shared/alarm/words/text.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import type { CourseFigures } from '@chairside/shared/visit/course-figures.ts'
import { Link } from '@tanstack/react-router'
import { date } from '../../ui/format.ts'
import styles from './course.module.css'
import {
  dissociationWords,
  doseWords,
  drugsWords,
  effectsWords,
  endWords,
  numberOf,
  riseWords,
  spo2Words,
} from './course-words.ts'

const PRIORITIES: readonly Priority[] = ['high', 'medium', 'low']

function Alarms({ alarms }: Pick<CourseFigures, 'alarms'>) {
  const had = PRIORITIES.filter((priority) => alarms[priority] > 0)
  if (had.length === 0) return 'none'
  return (
    <span>
      {had.map((priority) => (
        <span key={priority} className={styles['count']}>
          <span aria-hidden="true">
            {PRIORITY_MARK[priority]} {alarms[priority]}{' '}
          </span>
          <span className="visually-hidden">
            {alarms[priority]} {PRIORITY_WORD[priority]}{' '}
          </span>
        </span>
      ))}
    </span>
  )
}

const HEADS = [
  'Session',
  'Dose given',
  'Peak rise (peak)',
  'Lowest SpO₂',
  'Worst dissociation',
  'Side effects',
  'Drugs',
  'Alarms',
  'End',
] as const

export function SessionRows({
  sessions,
  zone,
  chosen,
  onChoose,
}: {
  readonly sessions: readonly CourseFigures[]
  readonly zone: string | undefined
  readonly chosen: string | undefined
  readonly onChoose: (sessionId: string) => void
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen is scrolled by keyboard too
    <section className={styles['rows']} tabIndex={0} aria-label="Sessions of the course">
      <table>
        <thead>
          <tr>
            {HEADS.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sessions.map((one) => (
            <tr key={one.sessionId} data-chosen={one.sessionId === chosen || undefined}>
              <th scope="row">
                <button
                  type="button"
                  className={styles['choose']}
                  aria-pressed={one.sessionId === chosen}
                  onClick={() => onChoose(one.sessionId)}
                >
                  <strong>{numberOf(one)}</strong>
                  <span>{date(one.openedAtMs, zone)}</span>
                </button>
                <Link
                  to="/sessions/$sessionId/summary"
                  params={{ sessionId: one.sessionId }}
                  className={styles['link'] ?? ''}
                  aria-label={`Summary of session ${numberOf(one)}`}
                >
                  Summary
                </Link>
              </th>
              <td data-head="Dose given">{doseWords(one)}</td>
              <td data-head="Peak rise (peak)">{riseWords(one)}</td>
              <td data-head="Lowest SpO₂">{spo2Words(one)}</td>
              <td data-head="Worst dissociation">{dissociationWords(one)}</td>
              <td data-head="Side effects">{effectsWords(one)}</td>
              <td data-head="Drugs">{drugsWords(one)}</td>
              <td data-head="Alarms">
                <Alarms alarms={one.alarms} />
              </td>
              <td data-head="End">{endWords(one)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
