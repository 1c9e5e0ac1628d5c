// Owns the fields of one level’s limits: what raises it, relative to the baseline or not, and where it ends.
import { limitValueWords, quantityWords, SIGN } from '@chairside/shared/alarm/profile/rule-words.ts'
import type { LimitRule } from '@chairside/shared/alarm/rules.ts'
import { CATALOGUE } from '@chairside/shared/vitals.ts'
import { type Level, type RelativeKey, setLimit, setPlus, setRelative, setStay } from './draft.ts'
import styles from './field.module.css'
import { NumberField, useEditor } from './field.tsx'
import table from './rule-table.module.css'

const ENDS = { '>=': '<', '>': '≤', '<': '≥' } as const
const RELATIVES: readonly (readonly [RelativeKey, string, string])[] = [
  ['times', '×', 'times the baseline'],
  ['minus', 'baseline −', 'under the baseline'],
  ['notUnder', 'not under', 'not under'],
]

/** The part of a limit that is relative to the patient’s baseline; nothing where it has none. */
function RelativeFields({
  at,
  name,
  limit,
  index,
  of,
}: {
  readonly at: string
  readonly name: string
  readonly limit: LimitRule
  readonly index: number
  readonly of: { condition: string; level: string }
}) {
  const { draft, change } = useEditor()
  const { relative } = limit
  if (relative === undefined) return undefined
  return (
    <fieldset className={styles['relative']}>
      <legend>
        {limit.value === undefined
          ? `${quantityWords(limit.quantity)} ${SIGN[limit.op]} relative`
          : 'or lower: relative'}{' '}
        to the baseline
      </legend>
      {RELATIVES.map(([key, before, words]) => {
        const value = relative[key]
        return value === undefined ? undefined : (
          <NumberField
            key={key}
            field={`${at}.relative.${key}`}
            label={`${name}: ${limit.value === undefined ? 'relative limit' : 'or lower,'} ${quantityWords(limit.quantity)} ${words}`}
            before={before}
            value={value}
            decimals={key === 'times' ? 2 : 0}
            onValue={(typed) => change(setRelative(draft, { ...of, index }, key, typed))}
          />
        )
      })}
    </fieldset>
  )
}

/** What raises a level. */
export function LimitFields({
  condition,
  level,
  at,
  name,
}: {
  condition: string
  level: Level
  at: string
  name: string
}) {
  const { draft, change } = useEditor()
  const of = { condition, level: level.level }
  if (level.decided === 'confirmation')
    return (
      <span className={table['muted']}>
        {level.limits.map((limit) => `${quantityWords(limit.quantity)} ${limitValueWords(limit)}`).join(', ')}
        , as the level below
      </span>
    )
  return level.limits.map((limit, index) => {
    const here = `${at}.limits[${index}]`
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: a limit is known by its place
      <div key={index} className={styles['stack']}>
        {limit.value !== undefined && (
          <NumberField
            field={`${here}.value`}
            label={`${name}: limit of ${quantityWords(limit.quantity)}`}
            before={`${quantityWords(limit.quantity)} ${SIGN[limit.op]}`}
            unit={CATALOGUE[limit.quantity].unit}
            value={limit.value}
            onValue={(typed) => change(setLimit(draft, condition, level.level, index, typed))}
          />
        )}
        <RelativeFields at={here} name={name} limit={limit} index={index} of={of} />
      </div>
    )
  })
}

/** Where a level ends. */
export function EndFields({
  condition,
  level,
  at,
  name,
}: {
  condition: string
  level: Level
  at: string
  name: string
}) {
  const { draft, change } = useEditor()
  const of = { condition, level: level.level }
  if (level.decided === 'confirmation') return <span className={table['muted']}>as the level below</span>
  return (['staysWhile', 'staysUnconfirmedWhile'] as const).map((list) => {
    const stays = level[list]
    if (stays === undefined) return undefined
    return (
      <div key={list} className={styles['stack']}>
        {list === 'staysUnconfirmedWhile' && <small className={table['muted']}>until a repeat agreed</small>}
        {stays.map((stay, index) => {
          const { quantity, op, value, relative } = stay
          const before = `${quantityWords(quantity)} ${ENDS[op]}`
          const common = {
            label: `${name}: ${list === 'staysWhile' ? '' : 'until a repeat agreed, '}ends at ${quantityWords(quantity)}`,
            unit: CATALOGUE[quantity].unit,
          }
          const place = { ...of, list, index }
          return value !== undefined ? (
            <NumberField
              // biome-ignore lint/suspicious/noArrayIndexKey: a limit is known by its place
              key={index}
              {...common}
              field={`${at}.${list}[${index}].value`}
              before={before}
              value={value}
              onValue={(typed) => change(setStay(draft, place, typed))}
            />
          ) : (
            relative !== undefined && (
              <NumberField
                // biome-ignore lint/suspicious/noArrayIndexKey: a limit is known by its place
                key={index}
                {...common}
                label={`${name}: ends this far from the relative limit of ${quantityWords(quantity)}`}
                field={`${at}.${list}[${index}].relative.plus`}
                above={`${before} the relative limit ${op === '<' ? 'and' : 'less'}`}
                value={Math.abs(relative.plus ?? 0)}
                onValue={(typed) => change(setPlus(draft, place, op === '<' ? typed : -typed))}
              />
            )
          )
        })}
      </div>
    )
  })
}
