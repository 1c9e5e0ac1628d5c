// Owns the picture of a course: every session over the others by T+mm:ss, the chosen one in full ink. Never a limit and never a live
// number: what is here is past.
import type { CourseFigures } from '@chairside/shared/visit/course-figures.ts'
import { tPlus } from '../../ui/format.ts'
import { useIsUpright } from '../../ui/upright.ts'
import styles from './course.module.css'
import { piecesPath, pressureMarks, rangeOf, type Scale, spanOf } from './overlay-paths.ts'

/** About as many units as the picture has pixels, so that its words keep their size. */
const WIDE = 1_200
const NARROW = 720
const LEFT = 52
/** Of a word under the picture. */
const TICK_WIDTH = 80
const TICK_S = [5, 10, 15, 20, 30, 60].map((minutes) => minutes * 60)

type LaneProps = {
  readonly right: number
  readonly name: string
  readonly unit: string
  readonly top: number
  readonly height: number
  readonly range: readonly [number, number]
  readonly every: number
  readonly children: (y: Scale) => React.ReactNode
}

function Lane({ right, name, unit, top, height, range: [from, to], every, children }: LaneProps) {
  const y: Scale = (value) => top + height - ((value - from) / (to - from)) * height
  const ticks = Array.from(
    { length: Math.floor((to - from) / every) + 1 },
    (_, index) => from + index * every,
  )
  return (
    <g>
      {ticks.map((value) => (
        <g key={value}>
          <line className={styles['grid']} x1={LEFT} x2={right} y1={y(value)} y2={y(value)} />
          <text className={styles['tick']} x={LEFT - 8} y={y(value) + 4} textAnchor="end">
            {value}
          </text>
        </g>
      ))}
      <text className={styles['lane']} x={LEFT} y={top - 8}>
        {name}, {unit}
      </text>
      {children(y)}
    </g>
  )
}

/** The chosen one is drawn last, over the others. */
const inOrder = (sessions: readonly CourseFigures[], chosen: string | undefined): readonly CourseFigures[] =>
  sessions.toSorted((a, b) => Number(a.sessionId === chosen) - Number(b.sessionId === chosen))

export function Overlay({
  sessions,
  chosen,
}: {
  readonly sessions: readonly CourseFigures[]
  readonly chosen: string | undefined
}) {
  const width = useIsUpright() ? NARROW : WIDE
  const right = width - 28
  const [fromS, toS] = spanOf(sessions)
  const x: Scale = (second) => LEFT + ((second - fromS) / (toS - fromS)) * (right - LEFT)
  const every = TICK_S.find((one) => (toS - fromS) / one <= (right - LEFT) / TICK_WIDTH) ?? 7_200
  const ticks: number[] = []
  for (let at = Math.ceil(fromS / every) * every; at <= toS; at += every) ticks.push(at)
  const all = inOrder(sessions, chosen)
  const is = (one: CourseFigures) => (one.sessionId === chosen ? 'chosen' : undefined)
  const middle = (kind: 'heartRate' | 'spo2') =>
    sessions.flatMap(({ overlay }) => overlay[kind].flatMap(([, low, high]) => [low, high]))
  return (
    <svg
      className={styles['overlay']}
      viewBox={`0 0 ${width} 440`}
      role="img"
      aria-label="Systolic pressure, heart rate and SpO₂ of each session by the time since its start. The table under it has the figures."
    >
      {ticks.map((at) => (
        <g key={at}>
          <line
            className={at === 0 ? styles['start'] : styles['grid']}
            x1={x(at)}
            x2={x(at)}
            y1={30}
            y2={410}
          />
          <text className={styles['tick']} x={x(at)} y={432} textAnchor="middle">
            {tPlus(at * 1_000)}
          </text>
        </g>
      ))}
      <Lane
        right={right}
        name="Systolic pressure"
        unit="mmHg"
        top={30}
        height={160}
        range={rangeOf(
          sessions.flatMap(({ overlay }) => overlay.pressures.map(([, systolic]) => systolic)),
          20,
          100,
          180,
        )}
        every={20}
      >
        {(y) =>
          all.map((one) => (
            <g key={one.sessionId} data-is={is(one)} className={styles['session']}>
              {pressureMarks(one.overlay.pressures, x, y).map(([cx, cy]) => (
                <path
                  key={`${cx} ${cy}`}
                  className={styles['mark']}
                  d={`M${cx - 5} ${cy - 5}L${cx} ${cy}L${cx + 5} ${cy - 5}`}
                />
              ))}
            </g>
          ))
        }
      </Lane>
      <Lane
        right={right}
        name="Heart rate"
        unit="/min"
        top={218}
        height={84}
        range={rangeOf(middle('heartRate'), 20, 60, 100)}
        every={20}
      >
        {(y) =>
          all.map((one) => (
            <path
              key={one.sessionId}
              data-is={is(one)}
              className={styles['session']}
              d={piecesPath(one.overlay.heartRate, one.overlay.everyS, x, y)}
            />
          ))
        }
      </Lane>
      <Lane
        right={right}
        name="SpO₂"
        unit="%"
        top={330}
        height={80}
        range={rangeOf(middle('spo2'), 5, 85, 100)}
        every={5}
      >
        {(y) =>
          all.map((one) => (
            <path
              key={one.sessionId}
              data-is={is(one)}
              className={styles['session']}
              d={piecesPath(one.overlay.spo2, one.overlay.everyS, x, y)}
            />
          ))
        }
      </Lane>
    </svg>
  )
}
