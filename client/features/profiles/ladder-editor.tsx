// Owns editing the levels of one condition: each with its priority, limits, delays and ends, and leaving a level out.
// Never leaves out a HIGH level: it has no switch.
import { conditionWords, levelWords } from '@chairside/shared/alarm/profile/rule-words.ts'
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import type { Priority } from '@chairside/shared/record/record.ts'
import { type Ladder, type Level, leaveOut, setLevel, takeIn } from './draft.ts'
import styles from './field.module.css'
import { ChoiceField, TimeField, useEditor } from './field.tsx'
import { EndFields, LimitFields } from './limit-fields.tsx'
import { PRIORITY_NAMES, PriorityWords } from './priority.tsx'
import { raisedWords } from './profile-words.ts'
import table from './rule-table.module.css'
import { Switch } from './switch.tsx'

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
        <td colSpan={4} className={table['muted']}>
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
          <span className={table['muted']} title={`${PRIORITY_NAMES.high} levels cannot be left out`}>
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

/** @param known every level there can be, as it ships */
export function LadderEditor({ known, ruleSet }: { readonly known: Ladder; readonly ruleSet: RuleSet }) {
  const { problem } = useEditor()
  const { condition } = known
  const ladder = ruleSet.ladders.find((one) => one.condition === condition)
  const trouble = problem(`ladders.${condition}`)
  return (
    <section className={table['card']} aria-label={conditionWords(condition)}>
      <h3 className={table['cardTitle']}>
        {conditionWords(condition)}
        {trouble !== undefined && <span className={styles['trouble']}>{trouble}</span>}
      </h3>
      <div className={table['wide']}>
        <table className={table['table']} data-editor>
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
