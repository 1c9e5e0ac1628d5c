// Owns how it is said, the same on every page, that a session was recorded under the code of another patient than it is of.
// Never says it as one of that patient's sessions.
import type { HttpFormerly } from '@chairside/shared/protocol/http.ts'
import type { HttpGivenAway } from '@chairside/shared/protocol/http-visits.ts'
import { Link } from '@tanstack/react-router'
import { clockMinutes, date } from './format.ts'

type Zone = string | undefined

/** "10:14", with its day where that is another. */
const till = (atMs: number, fromMs: number, zone: Zone): string =>
  date(atMs, zone) === date(fromMs, zone)
    ? clockMinutes(atMs, zone)
    : `${date(atMs, zone)} ${clockMinutes(atMs, zone)}`

/** " (asked by N. Okafor, confirmed by Dr. Lee)" */
function whoWords({ askedBy, confirmedBy }: HttpFormerly): string {
  const said = [
    ...(askedBy === undefined ? [] : [`asked by ${askedBy}`]),
    ...(confirmedBy === undefined ? [] : [`confirmed by ${confirmedBy}`]),
  ]
  return said.length === 0 ? '' : ` (${said.join(', ')})`
}

const stoodWords = ({ fromMs, untilMs }: HttpFormerly, zone: Zone): string =>
  untilMs === undefined ? '' : ` from ${clockMinutes(fromMs, zone)} to ${till(untilMs, fromMs, zone)}`

/** Of the wrong patient: "Session 3, 14 Nov 2026: not this patient’s. Recorded under K-0417 from 10:02 to 10:14, then given to …". */
export function givenAwayWords(one: HttpGivenAway, zone: Zone): string {
  const { number, openedAtMs, patientCode, toCode, nowCode } = one
  const which = number === undefined ? 'A session' : `Session ${number}`
  const now = nowCode === toCode ? '' : `; now ${nowCode}’s`
  return `${which}, ${date(openedAtMs, zone)}: not this patient’s. Recorded under ${patientCode}${stoodWords(one, zone)}, then given to ${toCode}${whoWords(one)}${now}.`
}

/** Of the right patient: "Recorded under K-0417 from 10:02 to 10:14, then given to K-0431 (…)." */
export const formerlyWords = (one: HttpFormerly, zone: Zone): string =>
  `Recorded under ${one.patientCode}${stoodWords(one, zone)}, then given to ${one.toCode}${whoWords(one)}.`

/** Entries of a list; nothing where there is none. */
export function GivenAway({
  all,
  zone,
  styles,
}: {
  readonly all: readonly HttpGivenAway[]
  readonly zone: Zone
  /** Of the page. */
  readonly styles: { readonly entry?: string | undefined; readonly link?: string | undefined }
}) {
  return all.map((one) => (
    <li key={`${one.sessionId} ${one.fromMs}`} className={styles.entry}>
      <p>
        <span aria-hidden="true">≠ </span>
        {givenAwayWords(one, zone)}
      </p>
      {one.closedAtMs === undefined ? (
        <Link
          to="/room/$roomId"
          params={{ roomId: one.roomId }}
          className={styles.link ?? ''}
          aria-label={`The session of ${one.nowCode}, open in ${one.roomName}`}
        >
          Open in {one.roomName}
        </Link>
      ) : (
        <Link
          to="/sessions/$sessionId/summary"
          params={{ sessionId: one.sessionId }}
          className={styles.link ?? ''}
          aria-label={`Summary of the session of ${one.nowCode}, ${date(one.openedAtMs, zone)}`}
        >
          Summary
        </Link>
      )}
    </li>
  ))
}
