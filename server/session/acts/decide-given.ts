// Owns what is recorded as given: drugs and oxygen. Never recommends one, and never takes a second tap for a second dose.
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { oxygenAt } from '@chairside/shared/visit/baseline.ts'
import { type Act, ago, type Body, signed } from './act.ts'
import { trueAt } from './when.ts'

/** Source: clinical facts §6 "Drugs given": the same within 5 min asks. */
const SAME_WITHIN_MS = 5 * 60_000

export function giveMedication(act: Act, body: Body<'medication.give'>): Result<RecordBody[]> {
  const atMs = trueAt(act, body)
  if (!atMs.ok) return atMs
  const { drug, dose, note, secondDose, fromPaper } = body
  if (drug === 'other' && (note ?? '').trim() === '')
    return refuse('malformed', 'Say which other drug it is.', 'body.note')
  const same = act.state.visit.given.find(
    (one) =>
      one.void !== true &&
      one.drug === drug &&
      (drug !== 'other' || one.note?.trim().toLowerCase() === note?.trim().toLowerCase()) &&
      Math.abs(one.atMs - atMs.value) < SAME_WITHIN_MS,
  )
  if (same !== undefined && secondDose !== true)
    return refuse(
      'same-again',
      `${drug === 'other' ? note : drug} ${same.dose ?? ''} is recorded already (${ago(act.nowMs, same.atMs)}, ${same.by}). A second dose, or the same one?`,
      'body.secondDose',
    )
  return ok([
    {
      ...signed(act),
      kind: 'medication',
      drug,
      dose,
      atMs: atMs.value,
      ...(note === undefined ? {} : { note }),
      // Only where there was a first one does "second" say anything.
      ...(same === undefined ? {} : { secondDose: true as const }),
      ...(fromPaper ? { fromPaper } : {}),
    },
  ])
}

export function setOxygen(act: Act, body: Body<'oxygen.set'>): Result<RecordBody[]> {
  const atMs = trueAt(act, body)
  if (!atMs.ok) return atMs
  const { device, litresPerMin, fromPaper } = body
  if (device === 'roomAir' && litresPerMin !== undefined)
    return refuse(
      'impossible-value',
      'On room air there are no litres: choose how it is given, or leave them out.',
      'body.litresPerMin',
    )
  if (device !== 'roomAir' && litresPerMin === undefined)
    return refuse('malformed', 'Say how many litres a minute.', 'body.litresPerMin')
  const before = act.state.visit.oxygen
    .filter((one) => one.void !== true && one.atMs <= atMs.value)
    .reduce<{ device: string; litresPerMin?: number; atMs: number; by?: string }>(
      (newest, one) => (one.atMs >= newest.atMs ? one : newest),
      { device: 'roomAir', atMs: 0 },
    )
  // Of what was stamped at HELP meanwhile it is not known that it is the same.
  const now = oxygenAt(act.state.visit, atMs.value)
  const isStamped = now.on === 'oxygen' && now.stamped !== undefined
  if (
    !isStamped &&
    before.by !== undefined &&
    before.device === device &&
    before.litresPerMin === litresPerMin
  )
    return refuse(
      'same-again',
      `This is what is recorded since ${ago(act.nowMs, before.atMs)} (${before.by}).`,
      'body.device',
    )
  return ok([
    {
      ...signed(act),
      kind: 'oxygen',
      device,
      atMs: atMs.value,
      ...(litresPerMin === undefined ? {} : { litresPerMin }),
      ...(fromPaper ? { fromPaper } : {}),
    },
  ])
}
