// Owns what is recorded as observed: scales, notes, values by hand. Never takes a score that its scale does not have, nor a value
// that no patient has.
import type { RecordBody } from '@chairside/shared/record/record.ts'
import { ok, type Result, refuse } from '@chairside/shared/result.ts'
import { CATALOGUE, type Quantity } from '@chairside/shared/vitals.ts'
import { type Act, type Body, signed } from './act.ts'
import { trueAt } from './when.ts'

type Scale = Body<'assessment.record'>['scale']
/** Source: clinical facts §6: whole numbers; of CADSS and Aldrete so many items up to so much each. */
export const SCALE_SIZES: Readonly<
  Record<Scale, { readonly to: number; readonly items?: { readonly count: number; readonly to: number } }>
> = {
  moaas: { to: 5 },
  cadss: { to: 92, items: { count: 23, to: 4 } },
  nausea: { to: 10 },
  anxiety: { to: 10 },
  aldrete: { to: 10, items: { count: 5, to: 2 } },
}

/** @returns the score, of what was typed; undefined of a patient who was not disturbed */
export function scoreOf(
  scale: Scale,
  said: Pick<Body<'assessment.record'>, 'value' | 'items' | 'notDisturbed'>,
): Result<number | undefined> {
  const { value, items, notDisturbed } = said
  const { to, items: has } = SCALE_SIZES[scale]
  if (notDisturbed) {
    if (value !== undefined || items !== undefined)
      return refuse(
        'malformed',
        'Whoever was not disturbed has no score: one or the other.',
        'body.notDisturbed',
      )
    return ok(undefined)
  }
  if (items !== undefined) {
    if (has === undefined) return refuse('impossible-value', 'This scale has no items.', 'body.items')
    if (items.length !== has.count)
      return refuse(
        'impossible-value',
        `This scale has ${has.count} items; ${items.length} came.`,
        'body.items',
      )
    const at = items.findIndex((one) => !Number.isInteger(one) || one < 0 || one > has.to)
    if (at >= 0)
      return refuse(
        'impossible-value',
        `Each item is a whole number from 0 to ${has.to}.`,
        `body.items.${at}`,
      )
    const sum = items.reduce((all, one) => all + one, 0)
    if (value !== undefined && value !== sum)
      return refuse('impossible-value', `The items add up to ${sum}, not ${value}.`, 'body.value')
    return ok(sum)
  }
  if (value === undefined) return refuse('malformed', 'Give the score.', 'body.value')
  if (!Number.isInteger(value) || value < 0 || value > to)
    return refuse('impossible-value', `This scale is a whole number from 0 to ${to}.`, 'body.value')
  return ok(value)
}

export function assess(act: Act, body: Body<'assessment.record'>): Result<RecordBody[]> {
  const atMs = trueAt(act, body)
  if (!atMs.ok) return atMs
  const { scale, items, notDisturbed, fromPaper } = body
  const score = scoreOf(scale, body)
  if (!score.ok) return score
  return ok([
    {
      ...signed(act),
      kind: 'assessment',
      scale,
      atMs: atMs.value,
      ...(score.value === undefined ? {} : { value: score.value }),
      ...(items === undefined ? {} : { items }),
      ...(notDisturbed ? { notDisturbed } : {}),
      ...(fromPaper ? { fromPaper } : {}),
    },
  ])
}

export function addNote(act: Act, body: Body<'note.add'>): Result<RecordBody[]> {
  const atMs = trueAt(act, body)
  if (!atMs.ok) return atMs
  const text = body.text.trim()
  if (text === '') return refuse('malformed', 'The note is empty.', 'body.text')
  return ok([
    {
      ...signed(act),
      kind: 'note',
      text,
      atMs: atMs.value,
      ...(body.fromPaper ? { fromPaper: body.fromPaper } : {}),
    },
  ])
}

/** Source: clinical facts §4 "Repeat": a pulse pressure under it is an artefact. mmHg. */
const PULSE_PRESSURE_FROM = 10

/** Of values that are read off and typed: what cannot be, and what is asked about. */
export function checkByHand(values: Body<'manual.enter'>['values'], confirmed: boolean): Result<true> {
  const given = Object.entries(values) as [Quantity, number][]
  for (const [quantity, value] of given) {
    const { accepted, label, unit } = CATALOGUE[quantity]
    if (value < accepted.from || value > accepted.to)
      return refuse(
        'impossible-value',
        `${label} is from ${accepted.from} to ${accepted.to} ${unit}; ${value} was typed.`,
        `body.values.${quantity}`,
      )
  }
  const { systolic, diastolic, mean } = values
  if ((systolic === undefined) !== (diastolic === undefined))
    return refuse(
      'malformed',
      'A pressure has two numbers: type both.',
      systolic === undefined ? 'body.values.systolic' : 'body.values.diastolic',
    )
  if (systolic === undefined || diastolic === undefined) return ok(true)
  if (diastolic >= systolic)
    return refuse(
      'impossible-value',
      `${systolic}/${diastolic}: the lower number is not below the upper one.`,
      'body.values.diastolic',
    )
  if (mean !== undefined && (mean < diastolic || mean > systolic))
    return refuse(
      'impossible-value',
      `A mean of ${mean} does not lie between ${diastolic} and ${systolic}.`,
      'body.values.mean',
    )
  if (systolic - diastolic < PULSE_PRESSURE_FROM && !confirmed)
    return refuse(
      'unlikely-value',
      `${systolic}/${diastolic} are hardly apart: measure again. If it is right, say so.`,
      'body.values.diastolic',
    )
  return ok(true)
}

export function enterByHand(act: Act, body: Body<'manual.enter'>): Result<RecordBody[]> {
  const atMs = trueAt(act, body)
  if (!atMs.ok) return atMs
  const { values, temperatureC, confirmed, fromPaper } = body
  if (Object.keys(values).length === 0 && temperatureC === undefined)
    return refuse('malformed', 'Type at least one value.', 'body.values')
  const checked = checkByHand(values, confirmed === true)
  if (!checked.ok) return checked
  return ok([
    {
      ...signed(act),
      kind: 'manual',
      measuredAtMs: atMs.value,
      values,
      ...(temperatureC === undefined ? {} : { temperatureC }),
      ...(fromPaper ? { fromPaper } : {}),
    },
  ])
}
