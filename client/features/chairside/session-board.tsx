// Owns how an open session is laid out at the chair: alarms, three numbers, trend, pump log, what happened.

import { PRIORITY_MARK } from '@chairside/shared/alarm/text.ts'
import { declaredEveryMs, type SessionState } from '@chairside/shared/fold/session-state.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { useMemo } from 'react'
import { useStore } from 'zustand'
import type { SessionStore } from '../../session/store.ts'
import { useClock, useScreen } from '../../session/use-screen.ts'
import { byUrgency } from '../../ui/alarm-order.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorTile } from '../../ui/error-tile.tsx'
import { Footer } from '../../ui/footer.tsx'
import { counted } from '../../ui/format.ts'
import type { Numbers } from '../../ui/number-view.ts'
import { StaleVeil } from '../../ui/stale-veil.tsx'
import { AlarmBar } from './alarm-bar.tsx'
import { alarmWords } from './alarm-words.ts'
import styles from './chairside.module.css'
import { ChairsideHeader } from './chairside-header.tsx'
import { PumpLog } from './pump-log.tsx'
import { SessionLog } from './session-log.tsx'
import { Tiles } from './tiles.tsx'
import { Trend } from './trend.tsx'

const numbersOf = (state: SessionState): Numbers => ({
  signals: state.signals,
  everyMs: (signal) => declaredEveryMs(state, signal),
  cuff: state.cuff,
  connected: Object.values(state.sources).some(({ connected }) => connected),
})

function Failed({ error }: { readonly error: Refusal }) {
  const newer = error.code === 'protocol-version'
  return (
    <StaleVeil
      opaque
      title={newer ? 'New version: reload this screen' : 'This screen cannot show the session'}
      words="Watch the bedside monitor."
      detail={error.message}
    >
      <Button kind="primary" large onClick={() => location.reload()}>
        Reload
      </Button>
    </StaleVeil>
  )
}

export function SessionBoard({
  room,
  session,
}: {
  readonly room: RoomSummary
  readonly session: SessionStore
}) {
  const { Notices, Veil } = useScreen()
  const view = useStore(session.view)
  const clockState = useClock()
  const { state, phase, failure } = view
  // The clock ticks once a second; a record may be newer than the last tick.
  const atMs = Math.max(clockState.nowMs ?? 0, state.headAtMs)
  const numbers = useMemo(() => numbersOf(state), [state])
  const alarms = useMemo(() => Object.values(state.alarms).sort(byUrgency), [state.alarms])
  const profile = state.opened?.profile
  return (
    <div className={styles['page']}>
      <ChairsideHeader roomName={room.roomName} state={state} />
      <main className={styles['main']}>
        {state.opened === undefined || phase === 'loading' ? (
          <p className={styles['words']} role="status">
            {failure === undefined && `Reading the session … ${counted(state.head, 'record')}`}
          </p>
        ) : (
          <>
            <ErrorTile name="Alarms">
              <AlarmBar state={state} atMs={atMs} />
            </ErrorTile>
            <div className={styles['grid']}>
              <div className={styles['tiles']}>
                <ErrorTile name="Numbers">
                  <Tiles numbers={numbers} alarms={alarms} atMs={atMs} judged={!state.quarantined} />
                </ErrorTile>
              </div>
              <ErrorTile name="Trend">
                <Trend view={view} nowMs={atMs} />
              </ErrorTile>
              <div className={styles['side']}>
                <ErrorTile name="Pump log">
                  <PumpLog state={state} atMs={atMs} />
                </ErrorTile>
                <ErrorTile name="Log">
                  <SessionLog view={view} />
                </ErrorTile>
              </div>
            </div>
          </>
        )}
        {failure !== undefined && <Failed error={failure} />}
        <Veil>
          {alarms.length > 0 && (
            <div className={styles['known']}>
              <p>Active when the hub was last heard:</p>
              <ul>
                {alarms.map((active) => {
                  const { title, text } = alarmWords(active, state, state.headAtMs)
                  return (
                    <li key={active.alarm.alarmId}>
                      {PRIORITY_MARK[active.alarm.priority]} <strong>{title}</strong> {text}
                    </li>
                  )
                })}
              </ul>
            </div>
          )}
        </Veil>
      </main>
      <Notices />
      <Footer>
        {profile !== undefined &&
          `${profile.name} v${profile.version} · relative limits off: no baseline · no alarm on respiration`}
      </Footer>
    </div>
  )
}
