// Owns what the check of a file says to a person, and what it can and cannot prove. Never softens either.
import { formatAge } from '@chairside/shared/alarm/words/text.ts'
import type { Checked, Verdict } from './verify-file.ts'

export const USAGE = `npm run verify -- FILE… [--expect HASH] [--json]

Checks exported recordings (chairside-….ndjson) without a hub: is each whole and unchanged since it was exported?
  --expect HASH   also compare the last hash of the one file with this, as the hub shows it
  --json          print one object instead of words
Exit code: 0 all are whole (and as expected) · 1 one is not · 2 not understood, or a file cannot be read`

/** The hash chain in two sentences, for whoever relies on it. */
export const PROVES =
  'A whole file holds every record of the session in order, none changed, left out or added since the hub sealed it, unless somebody computed all hashes anew.'
export const DOES_NOT_PROVE =
  'Whoever changes a record and computes all hashes anew makes a file that is found whole here. Only the hub can tell: its last hash must be the same.'

const compareWith = (sessionId: string): string =>
  `Signed in at the hub that exported it, open /api/streams/session:${sessionId}/segments: the last "sha" there must be the last hash above.`

const WORD: Readonly<Record<Verdict, string>> = {
  whole: 'WHOLE',
  changed: 'CHANGED',
  cut: 'CUT SHORT',
  newer: 'NEWER',
  foreign: 'NOT A RECORDING',
}
const FROM: Readonly<Record<string, string>> = {
  monitor: 'a bedside monitor',
  recorded: 'a recording that was played',
  simulated: 'a simulator: no patient',
}

const utc = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`

function sessionLines({ session }: Checked): string[] {
  if (session === undefined) return []
  const { sessionId, patientCode, roomName, zone, openedAtMs, lastAtMs, closed, dated } = session
  const length = formatAge(lastAtMs - openedAtMs)
  const end = closed ? '' : ', no closing in what is there'
  const span = dated
    ? `${utc(openedAtMs)} to ${utc(lastAtMs)} (${length}${end})`
    : `${length} long${end}; the file it came from names no date`
  return [
    `Session     ${sessionId} · patient code ${patientCode} · ${roomName} · ${zone}`,
    `Time        ${span}`,
    `Numbers     from ${FROM[session.provenance] ?? session.provenance}`,
    ...session.importedFrom.map((name) => `Imported    from ${name}`),
  ]
}

/** @returns lines for a terminal */
export function wordsOf(checked: Checked): string[] {
  const { file, verdict, message, detail, records, verifiedThrough, segments, lastHash } = checked
  const facts = [
    ...sessionLines(checked),
    ...(records === undefined
      ? []
      : [`Records     ${verifiedThrough} of ${records} match their hashes (${segments} sealed segments)`]),
    ...(checked.exportedAtMs === undefined
      ? []
      : [`Exported    ${utc(checked.exportedAtMs)} by Chairside ${checked.build}`]),
    ...(lastHash === undefined
      ? []
      : [`Last hash   ${lastHash}${verdict === 'whole' ? '' : ' (as the header says)'}`]),
    `File hash   ${checked.sha256} (SHA-256 of its ${checked.bytes} bytes)`,
  ]
  // What people typed must not move the cursor of a terminal.
  const plain = (line: string): string => line.replaceAll(/\p{Cc}/gu, ' ')
  return [
    `${file}: ${WORD[verdict]}`,
    `  ${message}`,
    ...(detail === undefined ? [] : [`  In detail   ${detail}`]),
    ...facts.map((line) => `  ${line}`),
    ...(verdict === 'whole' && checked.session
      ? [`  To compare  ${compareWith(checked.session.sessionId)}`]
      : []),
  ].map(plain)
}
