// Owns the words of an import: how far it is, how it ended, what is asked before it begins. No markup.

import { zPatientCode } from '@chairside/shared/record/envelope.ts'
import { isPatientCode } from '@chairside/shared/visit/patient-code.ts'
import type { ImportOptions } from '../../net/sessions-api.ts'
import { momentInZone } from '../../ui/clinic-day.ts'
import { counted, span } from '../../ui/format.ts'
import type { ImportStep } from './import-run.ts'

export type ImportFields = {
  /** Which column of a CSV is which; empty: the known layouts. */
  readonly map: string
  /** YYYY-MM-DD and HH:MM[:SS] as a clock in the clinic shows it; empty: the file names its own times, or none. */
  readonly startDay: string
  readonly startTime: string
  readonly patient: string
  readonly room: string
}
export const NO_FIELDS: ImportFields = { map: '', startDay: '', startTime: '', patient: '', room: '' }

/** What the hub makes of the patient code, said beside it: a recording may stand under one that is no patient's. */
export function patientNote({ patient }: Pick<ImportFields, 'patient'>): string {
  const typed = patient.trim()
  if (typed === '') return 'Left empty: made from the file’s name. An exported session keeps its own.'
  if (isPatientCode(typed) || !zPatientCode.safeParse(typed).success)
    return 'An exported session keeps its own.'
  return 'Not a code that was made here, or a character of it is wrong: the recording stands under it and is no patient’s of the list.'
}

/** @returns what to ask the hub for, or why that cannot be asked, in words */
export function optionsOf(fields: ImportFields, zone: string): ImportOptions | string {
  const map = fields.map.trim()
  const patient = fields.patient.trim()
  const room = fields.room.trim()
  if (patient !== '' && !zPatientCode.safeParse(patient).success)
    return 'A patient code is 2 to 24 letters, digits and hyphens, and begins with a letter or a digit.'
  const isSaid = fields.startDay !== '' || fields.startTime !== ''
  const starts = isSaid ? momentInZone(`${fields.startDay}T${fields.startTime}`, zone) : undefined
  if (isSaid && (starts === undefined || starts < 0))
    return 'The day and time it began cannot be read: a day like 24 Nov 2026 and a time like 10:34.'
  return {
    ...(map === '' ? {} : { map }),
    ...(starts === undefined ? {} : { starts }),
    ...(patient === '' ? {} : { patient }),
    ...(room === '' ? {} : { room }),
  }
}

const percent = (done: number, of: number): number =>
  of <= 0 ? 0 : Math.min(100, Math.round((done / of) * 100))

/** How far it is, 0 to 100; undefined: nobody can say. */
export function percentOf(step: ImportStep): number | undefined {
  if (step.is === 'sending') return percent(step.bytes, step.of)
  if (step.is !== 'running') return undefined
  const { records, of, playedMs, lengthMs } = step.progress
  if (of > 0) return percent(records, of)
  return lengthMs > 0 ? percent(playedMs, lengthMs) : undefined
}

/** What happens now, in words. */
export function stepWords(step: ImportStep): string {
  switch (step.is) {
    case 'sending':
      return `Sending it to the hub … ${percent(step.bytes, step.of)} %`
    case 'stopping':
      return 'Stopping; nothing of it will remain …'
    case 'done':
      return 'In.'
    case 'refused':
      return step.error.code === 'already-imported' ? 'It is in already.' : 'Not brought in.'
    case 'running': {
      if (step.problem !== undefined) return `${step.problem.message} It is being asked for again.`
      const { state, records, of, playedMs, lengthMs } = step.progress
      if (state === 'waiting') return 'Waiting for another import to end …'
      if (state === 'reading' || of === 0) return 'Reading the file …'
      return `${counted(records, 'record')} of ${of} · ${span(playedMs)} of ${span(lengthMs)}`
    }
  }
}
