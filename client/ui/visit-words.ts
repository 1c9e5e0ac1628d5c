// Owns how a plan is said, the same on every page: which session, what is ordered, what became of an appointment.
import type { AppointmentState } from '@chairside/shared/protocol/http-visits.ts'
import type { Order, Outcome } from '@chairside/shared/record/visit-kinds.ts'
import { decimal } from './format.ts'

/** "3 of 6"; in maintenance "7, maintenance". */
export const numberWords = ({
  number,
  of,
}: {
  readonly number: number
  readonly of?: number | undefined
}): string => (of === undefined ? `${number}, maintenance` : `${number} of ${of}`)

/** "Ketamine 0.5 mg/kg over 40 min, at most 50 mg". */
export const orderWords = ({
  drug,
  mgPerKg,
  maxMg,
  minutes,
}: Pick<Order, 'drug' | 'mgPerKg' | 'maxMg' | 'minutes'>): string =>
  `${drug} ${decimal(mgPerKg, 3)} mg/kg over ${decimal(minutes, 1)} min, at most ${decimal(maxMg, 1)} mg`

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  discharged: 'Discharged',
  dischargedEarly: 'Discharged early',
  left: 'Left before discharge',
  transferred: 'Transferred',
  notTreated: 'Not treated',
  died: 'Died',
}

export const STATE_WORDS: Readonly<Record<AppointmentState, string>> = {
  scheduled: 'To come',
  open: 'Here now',
  closed: 'Closed',
  missed: 'Missed',
  cancelled: 'Off the list',
}

/** Which limits may be set, and which one counts: "allowed 150–179, now 160". @param now absent: whatever the profile has */
export const allowedWords = (
  { from, to }: { readonly from: number; readonly to: number },
  now?: number | undefined,
): string => `allowed ${from}–${to}${now === undefined ? '' : `, now ${now}`}`
