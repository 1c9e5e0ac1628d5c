// Owns what the footer says of this session: whether the bedside monitor's own alarms are on, by name, and the profile with
// what is off in it.

import { rulesOfSession } from '@chairside/shared/alarm/session-rules.ts'
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import { clockWords, type TimeScale } from '../../ui/format.ts'

export function bedsideWords(state: SessionState, scale: TimeScale): string {
  const { quietChair } = state
  if (quietChair?.bedsideAlarmsOn !== true) return 'Bedside alarm: nobody has said that it is on'
  return `Bedside alarm: on (${[quietChair.by, clockWords(quietChair.atMs, scale)].filter(Boolean).join(', ')})`
}

export function profileWords(state: SessionState): string {
  const profile = rulesOfSession(state)?.profile ?? state.opened?.profile
  if (profile === undefined) return ''
  return [
    `${profile.name} v${profile.version}`,
    state.baseline !== undefined
      ? ''
      : state.infusion.startedAtMs === undefined
        ? 'relative limits begin at the start'
        : 'relative limits off: no baseline',
    state.signals.respirationRate === undefined ? 'no alarm on respiration' : '',
  ]
    .filter(Boolean)
    .join(' · ')
}

export function FooterWords({ state, scale }: { readonly state: SessionState; readonly scale: TimeScale }) {
  if (state.opened === undefined) return undefined
  return (
    <>
      {bedsideWords(state, scale)} · {profileWords(state)}
    </>
  )
}
