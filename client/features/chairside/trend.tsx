// Owns which stretch of time the trend shows: the last 15 minutes, or the whole session with its planned end.
import { useState } from 'react'
import type { SessionView } from '../../session/store.ts'
import { useClock, useScreen, useZone } from '../../session/use-screen.ts'
import { TrendChart } from '../../ui/trend-chart/trend-chart.tsx'
import styles from './trend.module.css'

const QUARTER_MS = 15 * 60_000
/** Wall milliseconds between drawings of a lane; the live tail fills in. */
const REDRAW_MS = 10_000
/** Before the first numbers there is nothing; the window is never shorter than this. */
const SHORTEST_MS = 5 * 60_000

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
  const { startedAtMs, plan } = state.infusion
  const plannedEndMs =
    startedAtMs === undefined || plan === undefined ? 0 : startedAtMs + plan.minutes * 60_000
  const toMs = shown === 'quarter' ? endMs : Math.max(endMs, plannedEndMs + 60_000)
  const fromMs =
    shown === 'quarter' ? endMs - QUARTER_MS : Math.min(beginning(view, nowMs), endMs - SHORTEST_MS)
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
        step={step}
        zone={state.opened?.zone ?? zone}
        onNextFrame={screen.frames.onNextFrame}
      />
    </section>
  )
}
