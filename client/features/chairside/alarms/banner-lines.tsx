// Owns what each line of the alarm bar says and which buttons it has: what is alarming, why, since when, who has it, what
// is silenced until when. The same words in the bar and in the list of all.

import { rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import { HELP_CONDITION, isSaid } from '@chairside/shared/alarm/silence/silence-times.ts'
import { NOT_JUDGED } from '@chairside/shared/alarm/silence/sounding.ts'
import { limitWords } from '@chairside/shared/alarm/words/text.ts'
import type { ActiveAlarm, RepeatNow } from '@chairside/shared/fold/alarm-state.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { AlarmId } from '@chairside/shared/ids.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { CATALOGUE, type Quantity } from '@chairside/shared/vitals.ts'
import { useAct, useLastDuty } from '../../../session/use-screen.ts'
import type { AlarmLine } from '../../../ui/alarm-banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { momentWords, span, type TimeScale } from '../../../ui/format.ts'
import { type WhyAsked, WhyButton } from '../../../ui/why-button.tsx'
import { useIsOwnScreen } from '../own-screen.ts'
import {
  Acknowledge,
  openSessionId,
  PauseAudio,
  RepeatCuff,
  Take,
  Undo,
  useIsCalled,
  useIsWaiting,
  useMayUndo,
} from './alarm-acts.tsx'
import { alarmLinesOf, type Line, lineId } from './alarm-lines.ts'
import { alarmWords, latchedWords, pumpBefore } from './alarm-words.ts'
import { quietOf, silencedOf, soundingHere } from './quiet-words.ts'
import { HelpStamps, Resolve } from './resolve.tsx'
import { countdown, helpKnows, whoKnows } from './who-knows.ts'

/** Beside so many words and buttons there is no room for another line. */
const WIDE_FROM = 3

const PRESSURE: ReadonlySet<Quantity | undefined> = new Set(['systolic', 'diastolic', 'mean'])

/** "SBP 164 ≥ 160" */
export function repeatWords({ limit, values }: Pick<RepeatNow, 'limit' | 'values'>): string {
  const value = values[limit.quantity]
  const name = CATALOGUE[limit.quantity].short
  return `${value === undefined ? name : `${name} ${value}`} ${limitWords(limit)}`
}

export type BannerOptions = {
  /** At the head. */
  readonly state: SessionState
  /** Hub time. */
  readonly atMs: number
  readonly scale: TimeScale
  readonly room: RoomSummary
  /** "Why?" of a condition, now; absent: it cannot be asked. */
  readonly askWhy?: ((about: string) => WhyAsked) | undefined
}

export function useBannerLines({ state, atMs, scale, room, askWhy }: BannerOptions): readonly AlarmLine[] {
  const act = useAct(state.head)
  const isWaiting = useIsWaiting()
  const mayUndo = useMayUndo()
  const isCalled = useIsCalled()
  const own = useIsOwnScreen(room.roomId)
  const duty = useLastDuty()
  const sessionId = openSessionId(state)
  const silence = rulesOfSession(state)?.silence
  const lines = alarmLinesOf(state)
  const here = soundingHere(state, atMs)
  const onPressure = lines.find(
    (line) =>
      line.kind === 'repeat' ||
      (line.kind === 'alarm' &&
        (PRESSURE.has(line.active.alarm.limit?.quantity) || line.active.alarm.about?.signal === 'cuff')),
  )
  const nextOf = (alarmId: AlarmId) => room.session?.alarms?.find((one) => one.alarmId === alarmId)?.next

  /** Of what somebody has acknowledged it is said who has it besides, not who was called before. */
  const knows = (active: ActiveAlarm, isAcknowledged: boolean, brief: boolean) =>
    isAcknowledged && active.taken === undefined
      ? undefined
      : whoKnows(active, { next: nextOf(active.alarm.alarmId), duty, atMs, brief })
  /** A line alone has room for the moment itself. */
  const ageOf = (breachAtMs: number, index: number) =>
    `${index === 0 && lines.length !== 2 ? `${momentWords(breachAtMs, scale)}, ` : ''}${span(atMs - breachAtMs)} ago`

  const ofLine = (line: Line, index: number): AlarmLine => {
    const id = lineId(line)
    const repeatCuff = line === onPressure && <RepeatCuff state={state} label="Repeat cuff" kind="primary" />
    if (line.kind === 'repeat')
      return {
        id,
        title: `Repeat due ${countdown(line.repeat.untilMs - atMs)}`,
        text: repeatWords(line.repeat),
        spoken: `Repeat due: ${repeatWords(line.repeat)}`,
        detail: `${momentWords(line.repeat.measuredAtMs, scale)}, ${span(atMs - line.repeat.measuredAtMs)} ago · alarms if the repeat agrees or none comes`,
        buttons: repeatCuff || undefined,
      }
    if (line.kind === 'latched') {
      const { alarm, endedAtMs } = line.latched
      const { title, text } = latchedWords(alarm, state)
      return {
        id,
        priority: 'high',
        latched: true,
        title,
        text: `was ${text}`,
        detail: `over since ${momentWords(endedAtMs, scale)}, ${span(atMs - endedAtMs)} ago · seen until acknowledged`,
        buttons: <Acknowledge state={state} alarmId={alarm.alarmId} own />,
      }
    }
    const { active, repeat } = line
    const { alarm, acknowledged, coming } = active
    const words = alarmWords(active, state, atMs, scale)
    const quiet = quietOf(active, here.get(alarm.alarmId), atMs, state)
    const done = [acknowledged, coming].find((one) => mayUndo(one, atMs, silence?.undoMs))
    // Somebody on the way is waited for on other screens; whoever stands at the chair acknowledges all the same.
    const answered = acknowledged !== undefined || (!own && coming !== undefined && coming.untilMs > atMs)
    const said = isSaid(alarm.condition)
    const help = alarm.condition === HELP_CONDITION ? state.help : undefined
    const acknowledges = !answered && alarm.silent !== true && !(said && own)
    const buttons = [repeatCuff !== false, said, isCalled(active), isCalled(active), done, acknowledges]
    const whole = knows(active, acknowledged !== undefined && !said, index > 0)
    return {
      id,
      priority: alarm.priority,
      ...(help !== undefined || buttons.filter(Boolean).length >= WIDE_FROM ? { wide: true } : {}),
      title: words.title,
      // What has no number is all in its name.
      text: words.text === words.title ? '' : words.text,
      detail: [
        help === undefined ? ageOf(alarm.breachAtMs, index) : `${span(atMs - alarm.breachAtMs)} ago`,
        pumpBefore(active, state),
        repeat === undefined ? undefined : `repeat due ${countdown(repeat.untilMs - atMs)}`,
        help === undefined ? undefined : `pressed by ${help.by ?? 'somebody, unsigned'}`,
      ]
        .filter((one) => one !== undefined)
        .join(' · '),
      status: (help === undefined
        ? [quiet.words, whole]
        : [helpKnows(active, { next: nextOf(alarm.alarmId), duty, atMs }), quiet.words]
      )
        .filter((one) => one !== undefined)
        .join(' · '),
      // In short beside its stamps; as everywhere else where somebody asks for it.
      ...(help === undefined || whole === undefined ? {} : { whole }),
      acknowledged: quiet.acknowledged,
      why: askWhy !== undefined && !said && (
        <WhyButton about={words.title} ask={() => askWhy(alarm.condition)} />
      ),
      sign: quiet.sign === 'seen' ? undefined : quiet.sign,
      buttons: (
        <>
          {repeatCuff}
          {help !== undefined && <HelpStamps state={state} help={help} atMs={atMs} />}
          {said && <Resolve state={state} active={active} name={words.title} />}
          <Take state={state} active={active} />
          {done !== undefined && <Undo state={state} done={done} />}
          {/* At the origin of a symptom or HELP an acknowledgement changes nothing (clinical facts §5). */}
          {acknowledges && <Acknowledge state={state} alarmId={alarm.alarmId} own={own} />}
          {/* It stands in the header besides: where there are several lines their room is for words. */}
          {lines.length === 1 && !said && !state.quarantined && <PauseAudio state={state} atMs={atMs} />}
        </>
      ),
    }
  }

  const unheard = silencedOf(
    [...here.values()].find(({ condition }) => condition === NOT_JUDGED),
    atMs,
  )
  const notJudged: AlarmLine[] =
    state.quarantined && sessionId !== undefined
      ? [
          {
            id: 'quarantine',
            priority: 'high',
            title: 'ALARMS NOT JUDGED HERE',
            text: 'Watch the bedside monitor.',
            detail: 'Numbers go on being recorded and shown.',
            status: unheard.words ?? '',
            sign: unheard.sign === 'silenced' ? 'silenced' : 'sounds',
            buttons: (
              <>
                <Button
                  large
                  disabled={isWaiting((body) => body.type === 'engine.retry')}
                  onClick={() => void act({ type: 'engine.retry', sessionId })}
                >
                  Judge again
                </Button>
                <PauseAudio state={state} atMs={atMs} />
              </>
            ),
          },
        ]
      : []
  return [...notJudged, ...lines.map(ofLine)]
}
