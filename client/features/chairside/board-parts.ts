// Owns what every part of the board at the chair is given, and whether this session is a whole visit. Never any markup.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { RoomSummary } from '@chairside/shared/protocol/screens.ts'
import { NO_VISIT_SITE, type Site } from '@chairside/shared/visit/site.ts'
import type { ReactNode } from 'react'
import type { TimeScale } from '../../ui/format.ts'

export type BoardPart = {
  readonly room: RoomSummary
  /** At the head. */
  readonly state: SessionState
  /** Hub time; once a second. */
  readonly atMs: number
  readonly scale: TimeScale
}

/** A panel that stands in the place of the trend has the way to the others in its head. */
export type MiddlePart = BoardPart & { readonly tabs: ReactNode }

/** What the site decided when this session was opened. */
export const siteOf = ({ opened }: Pick<SessionState, 'opened'>): Site => opened?.site ?? NO_VISIT_SITE

/** Check-in, gate and discharge are kept here; otherwise the session is monitored, and nothing more. */
export const isVisit = (state: Pick<SessionState, 'opened'>): boolean => siteOf(state).checkIn === 'required'
