// Owns which stretch of time the trend shows: the last 15 minutes, or the whole session with its planned end.
import type { InfusionNow } from '@chairside/shared/fold/session-state.ts'
import { useState } from 'react'
import { infusionProgress } from '../../session/infusion-progress.ts'
import type { SessionView } from '../../session/store.ts'
import { useClock, useScreen, useZone } from '../../session/use-screen.ts'
import { TrendChart } from '../../ui/trend-chart/trend-chart.tsx'
import styles from './trend.module.css'

const QUARTER_MS = 15 * 60_000
/** Wall milliseconds between drawings of a lane; the live tail fills in. */
const REDRAW_MS = 10_000
/** Before the first numbers there is nothing; the window is never shorter than this. */
const SHORTEST_MS = 5 * 60_000

/** Of the time shown, kept free after now. */
const AHEAD = 0.05

/** When the planned volume will have run at the rate in force; while paused, when it would have without the pause. */
function plannedEnd(infusion: InfusionNow, nowMs: number): number | undefined {
  const { startedAtMs, plan, phase } = infusion
  if (startedAtMs === undefined || plan === undefined || phase === 'stopped') return undefined
  const leftMs = infusionProgress(infusion, nowMs)?.leftMs
  const endMs = leftMs === undefined ? startedAtMs + plan.minutes * 60_000 : nowMs + leftMs
  return Math.round(endMs / 1_000) * 1_000
}

export type TrendWindow = 'quarter' | 'session'

/** First thing measured, or the opening of the session. */
function beginning({ state, trends }: SessionView, nowMs: number): number {
  const firsts = [
    ...Object.values(trends.signals).map(({ atMs }) => atMs[0]),
    trends.cuff[0]?.atMs,
    state.opened?.hubAtMs,
  ].filter((atMs) => atMs !== undefined)
  return Math.min(nowMs, ...firsts)
}

export function Trend({ view, nowMs }: { readonly view: SessionView; readonly nowMs: number }) {
  const { screen } = useScreen()
  const { rate } = useClock()
  const zone = useZone()
  const [shown, setShown] = useState<TrendWindow>('session')
  const { state, trends, gaps, alarmed } = view
  const stepMs = REDRAW_MS * rate
  const step = Math.floor(nowMs / stepMs)
  // The window's end stands a step ahead of now, so that the live tail has room.
  const endMs = (step + 1) * stepMs
  const plannedEndMs = plannedEnd(state.infusion, nowMs)
  // Room after now for the limits' names and the live tail.
  const fromMs =
    shown === 'quarter' ? endMs - QUARTER_MS : Math.min(beginning(view, nowMs), endMs - SHORTEST_MS)
  const toMs = Math.max(
    endMs + AHEAD * (endMs - fromMs),
    shown === 'session' && plannedEndMs !== undefined ? plannedEndMs + 60_000 : 0,
  )
  return (
    <section className={styles['card']} aria-label="Trend">
      <header className={styles['head']}>
        <h2 className={styles['title']}>Trend</h2>
        <fieldset className={styles['windows']}>
          <legend className="visually-hidden">Time shown</legend>
          {(['quarter', 'session'] as const).map((each) => (
            <button
              key={each}
              type="button"
              className={styles['window']}
              aria-pressed={shown === each}
              onClick={() => setShown(each)}
            >
              <span>{each === 'quarter' ? '15 min' : 'Session'}</span>
            </button>
          ))}
        </fieldset>
      </header>
      <TrendChart
        trends={trends}
        infusion={state.infusion}
        gaps={gaps}
        alarmed={alarmed}
        span={{ fromMs, toMs }}
        nowMs={nowMs}
        plannedEndMs={plannedEndMs}
        step={step}
        zone={state.opened?.zone ?? zone}
        onNextFrame={screen.frames.onNextFrame}
      />
    </section>
  )
}
