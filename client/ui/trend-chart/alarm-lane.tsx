// Owns the lane of alarms as they were recorded: one bar a level, in the colour and with the mark of that level.
import { alarmName, PRIORITY_MARK } from '@chairside/shared/alarm/words/text.ts'
import type { AlarmSpan, LevelSpan } from '@chairside/shared/fold/alarm-spans.ts'
import { memo } from 'react'
import { chipWidth } from './alarm-chip.tsx'
import { ALARM_LANE_PX, type Drawing } from './drawing.ts'
import { MARGIN, xOf } from './scale.ts'
import styles from './trend-chart.module.css'

const MOST_ROWS = 3

type Bar = {
  readonly alarmId: string
  readonly level: LevelSpan
  readonly fromMs: number
  readonly toMs: number
}

/** Alarms that stood at the same time lie in rows of their own, as far as there are rows. */
export function alarmRows(alarms: readonly AlarmSpan[], nowMs: number): Bar[][] {
  const rows: { endMs: number; bars: Bar[] }[] = []
  for (const { alarmId, levels, raisedAtMs, endedAtMs } of alarms) {
    const endMs = endedAtMs ?? Math.max(nowMs, raisedAtMs)
    let row = rows.find((each) => each.endMs <= raisedAtMs)
    if (row === undefined && rows.length < MOST_ROWS) {
      row = { endMs, bars: [] }
      rows.push(row)
    }
    row ??= rows.at(-1)!
    row.endMs = Math.max(row.endMs, endMs)
    row.bars.push(
      ...levels.map((level) => ({ alarmId, level, fromMs: level.fromMs, toMs: level.toMs ?? endMs })),
    )
  }
  return rows.map(({ bars }) => bars)
}

export const AlarmLane = memo(function AlarmLane({
  drawing,
  alarms,
}: {
  readonly drawing: Drawing
  readonly alarms: readonly AlarmSpan[]
}) {
  const { span, box, nowMs } = drawing
  const rows = alarmRows(alarms, nowMs)
  const room = ALARM_LANE_PX - 8
  const height = Math.floor(room / Math.max(1, rows.length)) - (rows.length > 1 ? 1 : 0)
  const x = (atMs: number) => xOf(box, span, Math.min(span.toMs, Math.max(span.fromMs, atMs)))
  return (
    <div className={styles['alarmLane']} style={{ height: ALARM_LANE_PX }} data-lane="alarms">
      <svg className={styles['overlay']} width={box.width} height={ALARM_LANE_PX} aria-hidden="true">
        {rows.map((bars, row) =>
          bars
            .filter(({ fromMs, toMs }) => toMs >= span.fromMs && fromMs <= span.toMs)
            .map(({ alarmId, level, fromMs, toMs }) => {
              const { priority, alarm } = level
              const left = x(fromMs)
              const width = Math.max(3, x(toMs) - left)
              const y = 4 + row * (height + 1)
              return (
                <g key={`${alarmId}${level.seq}`} data-bar={priority}>
                  <title>{`${PRIORITY_MARK[priority]} ${alarmName(alarm)}`}</title>
                  <rect
                    x={left}
                    y={y}
                    width={width}
                    height={height}
                    rx={Math.min(3, width / 2)}
                    fill={`var(--${priority})`}
                    stroke="var(--edge-outline)"
                    strokeWidth={0.75}
                  />
                  {height >= 12 && width > chipWidth(priority) && (
                    <text
                      x={left + 4}
                      y={y + height / 2 + 4}
                      fill={`var(--${priority}-ink)`}
                      fontSize={11}
                      fontWeight={800}
                    >
                      {PRIORITY_MARK[priority]}
                    </text>
                  )}
                </g>
              )
            }),
        )}
      </svg>
      <span className={styles['alarmLabel']} style={{ width: MARGIN.left }}>
        As recorded
      </span>
    </div>
  )
})
