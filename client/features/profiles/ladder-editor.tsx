// Owns editing the levels of one condition: limits, where they end, delays, priorities, and leaving a level out.
// Never leaves out a HIGH level: it has no switch.
import {
  conditionWords,
  levelWords,
  limitValueWords,
  quantityWords,
  SIGN,
} from '@chairside/shared/alarm/rule-words.ts'
import type { LimitRule, RuleSet } from '@chairside/shared/alarm/rules.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { CATALOGUE } from '@chairside/shared/vitals.ts'
import { Checkbox } from '@mantine/core'
import {
  type Ladder,
  type Level,
  leaveOut,
  type RelativeKey,
  setLevel,
  setLimit,
  setPlus,
  setRelative,
  setStay,
  takeIn,
} from './draft.ts'
import { ChoiceField, NumberField, TimeField, useEditor } from './field.tsx'
import { PRIORITY_NAMES, PriorityWords } from './priority.tsx'
import { raisedWords } from './profile-words.ts'
import styles from './profiles.module.css'

const ENDS = { '>=': '<', '>': '≤', '<': '≥' } as const
const RELATIVES: readonly (readonly [RelativeKey, string, string])[] = [
  ['times', '×', 'times the baseline'],
  ['minus', 'baseline −', 'under the baseline'],
  ['notUnder', 'not under', 'not under'],
]

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

function LimitFields({
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
      <span className={styles['muted']}>
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

function EndFields({
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
  if (level.decided === 'confirmation') return <span className={styles['muted']}>as the level below</span>
  return (['staysWhile', 'staysUnconfirmedWhile'] as const).map((list) => {
    const stays = level[list]
    if (stays === undefined) return undefined
    return (
      <div key={list} className={styles['stack']}>
        {list === 'staysUnconfirmedWhile' && <small className={styles['muted']}>until a repeat agreed</small>}
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

const CHOICES: readonly (readonly [Priority, string])[] = [
  ['low', '! LOW'],
  ['medium', '!! MEDIUM'],
  ['high', '!!! HIGH'],
]

function LevelRow({
  condition,
  known,
  level,
}: {
  condition: string
  known: Level
  level: Level | undefined
}) {
  const { draft, base, change, problem } = useEditor()
  const name = levelWords(condition, known.level)
  const at = `ladders.${condition}.${known.level}`
  const isHigh = known.priority === 'high'
  const trouble =
    problem(at) ?? problem(`${at}.level`) ?? problem(`${at}.limits`) ?? problem(`${at}.staysWhile`)
  const set = (values: Parameters<typeof setLevel>[3]): void =>
    change(setLevel(draft, condition, known.level, values))
  return (
    <tr data-out={level === undefined || undefined}>
      <th scope="row">
        {name}
        {trouble !== undefined && <span className={styles['trouble']}>{trouble}</span>}
      </th>
      {level === undefined ? (
        <td colSpan={4} className={styles['muted']}>
          Left out: no alarm at this level
        </td>
      ) : (
        <>
          <td>
            {isHigh ? (
              <PriorityWords priority={level.priority} />
            ) : (
              <ChoiceField
                field={`${at}.priority`}
                label={`${name}: priority`}
                value={level.priority}
                choices={CHOICES}
                onValue={(priority) => set({ priority })}
              />
            )}
          </td>
          <td>
            <LimitFields condition={condition} level={level} at={at} name={name} />
          </td>
          <td>
            {level.decided === 'delay' ? (
              <TimeField
                field={`${at}.delayMs`}
                label={`${name}: raised after`}
                value={level.delayMs}
                onValue={(delayMs) => set({ delayMs })}
              />
            ) : !isHigh && level.asksRepeat !== true ? (
              <ChoiceField
                field={`${at}.decided`}
                label={`${name}: decided`}
                value={level.decided}
                choices={[
                  ['repeat', 'by a repeat'],
                  ['firstReading', 'first reading'],
                ]}
                onValue={(decided) => set({ decided })}
              />
            ) : (
              raisedWords(level)
            )}
          </td>
          <td>
            <EndFields condition={condition} level={level} at={at} name={name} />
            {level.decided === 'delay' && (
              <TimeField
                field={`${at}.leaveMs`}
                label={`${name}: ends once in clear for`}
                before="once so for"
                value={level.leaveMs}
                onValue={(leaveMs) => set({ leaveMs })}
              />
            )}
          </td>
        </>
      )}
      <td>
        {isHigh ? (
          <span className={styles['muted']} title={`${PRIORITY_NAMES.high} levels cannot be left out`}>
            always
          </span>
        ) : (
          <Switch
            label={`${name}: in use`}
            on={level !== undefined}
            onChange={(on) =>
              change(
                on ? takeIn(draft, base, condition, known.level) : leaveOut(draft, condition, known.level),
              )
            }
          />
        )}
      </td>
    </tr>
  )
}

export function Switch({
  label,
  on,
  onChange,
}: {
  label: string
  on: boolean
  onChange: (on: boolean) => void
}) {
  return (
    <Checkbox
      className={styles['switch'] ?? ''}
      aria-label={label}
      label="in use"
      checked={on}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  )
}

/** @param known every level there can be, as it ships */
export function LadderEditor({ known, ruleSet }: { readonly known: Ladder; readonly ruleSet: RuleSet }) {
  const { problem } = useEditor()
  const { condition } = known
  const ladder = ruleSet.ladders.find((one) => one.condition === condition)
  const trouble = problem(`ladders.${condition}`)
  return (
    <section className={styles['card']} aria-label={conditionWords(condition)}>
      <h3 className={styles['cardTitle']}>
        {conditionWords(condition)}
        {trouble !== undefined && <span className={styles['trouble']}>{trouble}</span>}
      </h3>
      <div className={styles['wide']}>
        <table className={styles['table']} data-editor>
          <thead>
            <tr>
              <th scope="col">Level</th>
              <th scope="col">Priority</th>
              <th scope="col">Limit</th>
              <th scope="col">Raised after</th>
              <th scope="col">Ends at</th>
              <th scope="col">
                <span className="visually-hidden">In use</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {known.levels.map((level) => (
              <LevelRow
                key={level.level}
                condition={condition}
                known={level}
                level={ladder?.levels.find((one) => one.level === level.level)}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
