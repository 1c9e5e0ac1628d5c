// Owns how an open session is laid out at the chair: what alarms now, three numbers, trend, pump log, what happened. While
// somebody looks back, numbers, trend and log are of another moment and say so; alarms, pump log and acts stay of now.

import { rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import { PRIORITY_MARK } from '@chairside/shared/alarm/words/text.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { cuffPlan } from '@chairside/shared/visit/cuff-view.ts'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useClock, useScreen, useZone } from '../../session/use-screen.ts'
import type { SessionStore } from '../../session/view/store.ts'
import { byUrgency } from '../../ui/alarm-order.ts'
import { ErrorTile } from '../../ui/error-tile.tsx'
import { Footer } from '../../ui/footer.tsx'
import { counted, type TimeScale, timeScaleOf } from '../../ui/format.ts'
import { MyRoomsStrip } from '../../ui/my-rooms-strip.tsx'
import { numbersOf } from '../../ui/number-view.ts'
import { usePageTitle } from '../../ui/page-title.ts'
import { whoHas } from '../../ui/room-words.ts'
import { ScrollCue } from '../../ui/scroll-cue.tsx'
import { TrendPanel } from '../../ui/trend-panel/trend-panel.tsx'
import { RepeatCuff } from './alarms/alarm-acts.tsx'
import { AllAlarms } from './alarms/alarm-bar.tsx'
import { AlarmLogPanel } from './alarms/alarm-log-panel.tsx'
import { alarmWords } from './alarms/alarm-words.ts'
import { useAlarmShown } from './alarms/use-alarm-shown.ts'
import { useChairSignals } from './alarms/use-chair-signals.ts'
import { useChairSound } from './alarms/use-chair-sound.ts'
import { useAskWhy, useWhyCorner } from './alarms/use-why.tsx'
import { Behind, Failed, RoomAlarms } from './board-covers.tsx'
import { BoardMiddle, viewsOf } from './board-middle.tsx'
import { type BoardPart, isVisit } from './board-parts.ts'
import { BoardSide } from './board-side.tsx'
import { CareBanner, isCareAsked } from './care/care-banner.tsx'
import { CareMenu } from './care/care-menu.tsx'
import { ChairButtons } from './chair-buttons.tsx'
import styles from './chairside.module.css'
import { ChairsideHeader } from './chairside-header.tsx'
import { FooterWords } from './footer-words.tsx'
import { LiveNow } from './look-back/live-now.tsx'
import backStyles from './look-back/look-back.module.css'
import { LookBackBar } from './look-back/look-back-bar.tsx'
import { PastTiles } from './look-back/past-tiles.tsx'
import { useLookBack } from './look-back/use-look-back.ts'
import { PumpLog } from './pump/pump-log.tsx'
import { SessionLog } from './session-log.tsx'
import { cuffNextWords } from './tile-facts.ts'
import { Tiles } from './tiles.tsx'

const MINUTE_MS = 60_000

/** The words of this session's times. Days and the clock's changes begin with a minute: it is asked for once in each. */
function useTimeScale(session: SessionStore, nowMs: number): TimeScale {
  const zone = useZone()
  const { opened, infusion, imported } = useStore(session.view, ({ state }) => state)
  const fromMs = useStore(session.cursor.store, ({ range }) => range.fromMs)
  const toMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS
  return useMemo(
    () => timeScaleOf({ opened, infusion, imported }, { fromMs, toMs }, zone),
    [opened, infusion, imported, fromMs, toMs, zone],
  )
}

/** Keeps the focus on the row that it came from, when the bar that had it goes. */
function useKeptFocus(looking: boolean): React.RefObject<HTMLDivElement | null> {
  const ref = useRef<HTMLDivElement>(null)
  const was = useRef(looking)
  useEffect(() => {
    if (was.current && !looking && document.activeElement === document.body)
      ref.current?.querySelector<HTMLElement>('[data-part="look-back"]')?.focus({ preventScroll: true })
    was.current = looking
  }, [looking])
  return ref
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
  const lookBack = useLookBack(session)
  const { looking } = lookBack
  usePageTitle({ words: room.roomName, past: looking ? 'LOOKING BACK' : undefined })
  const { state, phase, failure, problem } = view
  const closed = state.closed !== undefined
  const whole = state.opened !== undefined && phase !== 'loading'
  // The clock ticks once a second; a record may be newer than the last tick.
  const atMs = Math.max(clockState.nowMs ?? 0, state.headAtMs)
  const scale = useTimeScale(session, atMs)
  const trendColumn = useKeptFocus(looking)
  const numbers = useMemo(() => numbersOf(state), [state])
  const alarms = useMemo(() => Object.values(state.alarms).sort(byUrgency), [state.alarms])
  const [over, setOver] = useState<'alarms' | 'log' | undefined>()
  const part: BoardPart = { room, state, atMs, scale }
  const isAsked = isCareAsked(state, atMs)
  const banner = { state, atMs, scale, room, askWhy: useAskWhy(session, scale, true) }
  const whyOf = useWhyCorner(session, scale)
  useAlarmShown(state)
  useChairSound(room, whole ? state : undefined)
  useChairSignals(room, state)
  return (
    <div className={styles['page']}>
      {/* Of a session that is not read to its end nothing is said: it would be of another time. */}
      <ChairsideHeader
        roomName={room.roomName}
        nurse={whoHas(room, undefined)}
        state={whole ? state : undefined}
        provenance={room.session?.provenance ?? room.deviceKind}
        looking={looking}
        helpSessionId={closed ? undefined : room.session?.sessionId}
      />
      <main className={styles['main']} data-looking={looking || undefined}>
        {!whole ? (
          <div className={styles['words']}>
            <p role="status">
              {failure === undefined && `Reading the session … ${counted(state.head, 'record')}`}
            </p>
            <RoomAlarms room={room} />
          </div>
        ) : (
          <>
            <LiveNow
              {...banner}
              cursor={session.cursor}
              lookBack={lookBack}
              moreOpen={over === 'alarms'}
              onMore={() => setOver(over === 'alarms' ? undefined : 'alarms')}
            />
            <p className="visually-hidden" role="status">
              {looking
                ? 'Looking back. Live numbers and alarms stay in the bar on top. This screen follows again after a minute without input.'
                : ''}
            </p>
            <div
              className={styles['grid']}
              data-panel={(!looking && viewsOf(state).length > 0) || undefined}
              data-asks={isAsked || undefined}
            >
              {isAsked && (
                <div className={styles['asks']}>
                  <CareBanner {...part} />
                </div>
              )}
              <div className={styles['tiles']}>
                <ErrorTile name="Numbers">
                  {looking ? (
                    <PastTiles session={session} view={view} nowMs={atMs} scale={scale} cornerOf={whyOf} />
                  ) : (
                    <Tiles
                      numbers={numbers}
                      alarms={alarms}
                      atMs={atMs}
                      judged={!state.quarantined}
                      rules={rulesOfSession(state)}
                      facts={state}
                      cuffNext={isVisit(state) ? cuffNextWords(cuffPlan(state, atMs), atMs) : undefined}
                      cuffAct={<RepeatCuff state={state} label="Measure cuff now" />}
                      cornerOf={whyOf}
                    />
                  )}
                </ErrorTile>
              </div>
              <div className={`${backStyles['trend']} ${styles['trend']}`} ref={trendColumn}>
                <BoardMiddle part={part} looking={looking}>
                  <ErrorTile name="Trend">
                    <TrendPanel session={session} />
                  </ErrorTile>
                </BoardMiddle>
                <LookBackBar cursor={session.cursor} looking={looking} alarmSpans={view.alarmSpans}>
                  <ChairButtons
                    state={state}
                    atMs={atMs}
                    scale={scale}
                    logOpen={over === 'log'}
                    onLog={() => setOver(over === 'log' ? undefined : 'log')}
                  />
                  <CareMenu {...part} />
                </LookBackBar>
                {over === 'log' && !looking && (
                  <ErrorTile name="Alarm log">
                    <AlarmLogPanel
                      view={view}
                      scale={scale}
                      onPick={(pickedAtMs) => {
                        setOver(undefined)
                        session.cursor.seek(pickedAtMs)
                      }}
                      onClose={() => setOver(undefined)}
                    />
                  </ErrorTile>
                )}
                {over === 'alarms' && !looking && (
                  <ErrorTile name="All alarms">
                    <AllAlarms {...banner} onClose={() => setOver(undefined)} />
                  </ErrorTile>
                )}
              </div>
              <div className={styles['side']}>
                <ErrorTile name="Pump log">
                  <PumpLog state={state} atMs={atMs} markLive={looking && state.closed === undefined} />
                </ErrorTile>
                <BoardSide
                  part={part}
                  looking={looking}
                  logOf={(headEnd) => (
                    <SessionLog
                      view={view}
                      cursor={session.cursor}
                      looking={looking}
                      scale={scale}
                      headEnd={headEnd}
                    />
                  )}
                />
              </div>
            </div>
          </>
        )}
        {failure !== undefined && <Failed error={failure} />}
        {failure === undefined && problem !== undefined && (
          <Behind room={room} problem={problem} begun={whole} />
        )}
        <ScrollCue />
        <Veil>
          {alarms.length > 0 && (
            <div className={styles['known']}>
              <p>Active when the hub was last heard:</p>
              <ul>
                {alarms.map((active) => {
                  const { title, text } = alarmWords(active, state, state.headAtMs, scale)
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
      <div>
        <MyRoomsStrip room={room} />
        <Notices />
      </div>
      <Footer>
        <FooterWords state={state} scale={scale} />
      </Footer>
    </div>
  )
}
