// Owns the frame of one vital sign on the glass: label, age, number, note, limits. It shows what it is given and never
// invents a value: no number is "––", with the reason in words beneath. Of another moment than now it says so, stands in a
// dashed line, and wears no live alarm: what alarmed then is outlined, steady and named.
import { PRIORITY_MARK } from '@chairside/shared/alarm/words/text.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { Fragment, type ReactNode } from 'react'
import { AlarmEdge } from './alarm-edge.tsx'
import { keepBox } from './keep-box.ts'
import { LookingBack, type PastMoment } from './looking-back.tsx'
import type { TileNumber } from './vital-number.ts'
import styles from './vital-tile.module.css'

export type AlarmThen = { readonly priority: Priority; readonly name: string }

export type VitalTileProps = {
  /** Which measurement this is: a hook for whoever drives the screen from outside. */
  readonly quantity: 'heartRate' | 'bloodPressure' | 'spo2'
  readonly label: string
  readonly unit: string
  /** Under what it was measured: "on oxygen"; it stays where there is no room for the unit. */
  readonly state?: string | undefined
  readonly tone: 'heart-rate' | 'pressure' | 'spo2'
  readonly numbers: readonly TileNumber[]
  readonly age?: string | undefined
  readonly late?: boolean
  /** Why there is no number, or what else must be known: "Sensor off 0:42", "No live data 0:18". */
  readonly note?: string | undefined
  readonly priority?: Priority | undefined
  readonly acknowledged?: boolean
  /** Not now: the moment these numbers are of. */
  readonly past?: PastMoment | undefined
  /** What alarmed on this at that moment, as recorded. */
  readonly alarmThen?: AlarmThen | undefined
  /** Left and right cells, row by row. */
  readonly foot: readonly ReactNode[]
  /** What can be asked of this tile; stands in its upper right corner. */
  readonly corner?: ReactNode
  /** What can be done about it at once; stands beside the number, whatever alarms. */
  readonly action?: ReactNode
}

export function VitalTile(props: VitalTileProps) {
  const { quantity, label, unit, state, tone, numbers, age, late = false, note, foot } = props
  const { priority, acknowledged = false, past, alarmThen, corner, action } = props
  const live = past === undefined
  const shape = numbers.length > 1 ? styles['pair'] : styles['single']
  return (
    <section
      className={`${styles['tile']} ${shape} ${note === undefined ? '' : styles['noted']}`}
      aria-label={live ? label : `${label}, looking back`}
      data-quantity={quantity}
      data-priority={live ? priority : undefined}
      data-past={live ? undefined : ''}
      data-action={action === undefined ? undefined : ''}
    >
      {live && priority !== undefined && <AlarmEdge priority={priority} acknowledged={acknowledged} />}
      <header className={styles['head']}>
        <h2 className={styles['label']} style={{ color: `var(--${tone})` }}>
          {label} <small>{unit}</small>
          {state !== undefined && <small data-state=""> {state}</small>}
        </h2>
        {age !== undefined && (
          <span className={styles['age']} data-late={late || undefined}>
            {age}
          </span>
        )}
        {corner}
        {past !== undefined && <LookingBack past={past} />}
      </header>
      <div ref={keepBox} className={styles['body']}>
        <div className={styles['numbers']} style={{ color: `var(--${tone})` }}>
          {numbers.map((number, index) => (
            // A tile's numbers have fixed places: systolic, then diastolic.
            // biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity
            <Fragment key={index}>
              {index > 0 && <span className={styles['slash']}>/</span>}
              <span
                className={styles['number']}
                data-state={number.state}
                data-priority={live ? number.priority : undefined}
                data-then={live ? undefined : number.priority}
              >
                {number.text}
              </span>
            </Fragment>
          ))}
        </div>
        {note !== undefined && <p className={styles['note']}>{note}</p>}
        {past !== undefined && alarmThen !== undefined && (
          <p className={styles['then']} data-then={alarmThen.priority}>
            <b>{PRIORITY_MARK[alarmThen.priority]}</b> {alarmThen.name} at that moment
          </p>
        )}
      </div>
      {action !== undefined && <div className={styles['action']}>{action}</div>}
      <footer className={styles['foot']}>
        {foot.map((cell, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: cells have fixed places
          <div key={index}>{cell}</div>
        ))}
      </footer>
    </section>
  )
}
