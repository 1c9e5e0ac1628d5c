// Owns one version of a profile, whole, in plain tables: each condition with its levels, then what is technical, then times.
// Never changes anything.
import {
  conditionWords,
  endsWords,
  levelWords,
  limitRuleWords,
  PHASE_WORDS,
  quantityWords,
  timeWords,
} from '@chairside/shared/alarm/profile/rule-words.ts'
import type { LimitRule, RuleSet, TechnicalLevel } from '@chairside/shared/alarm/rules.ts'
import { PHASES } from '@chairside/shared/record/care-kinds.ts'
import { CATALOGUE, type Quantity } from '@chairside/shared/vitals.ts'
import { PriorityWords } from './priority.tsx'
import view from './profile-view.module.css'
import { afterWords, raisedWords, TIMES } from './profile-words.ts'
import styles from './rule-table.module.css'

/** One below the other: any of the limits raises, all of the ends must be so. */
function Limits({
  limits,
  words,
  joined,
}: {
  readonly limits: readonly LimitRule[]
  readonly words: (limit: LimitRule) => string
  readonly joined: 'or' | 'and'
}) {
  return limits.map((limit, index) => (
    <span key={words(limit)} className={styles['line']}>
      {index > 0 && <span className={styles['muted']}>{joined} </span>}
      {words(limit)}
    </span>
  ))
}

function LadderTable({ ladder }: { ladder: RuleSet['ladders'][number] }) {
  const { condition, sources, needsPulse, levels } = ladder
  const measured = sources.map((source) => (source === 'cuff' ? 'the cuff' : CATALOGUE[source].label))
  return (
    <section className={styles['card']}>
      <h3 className={styles['cardTitle']}>
        {conditionWords(condition)}
        <small className={styles['muted']}>
          {measured.join(', or ')}
          {needsPulse ? ', with a valid pulse' : ''}
        </small>
      </h3>
      <div className={styles['wide']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">Level</th>
              <th scope="col">Priority</th>
              <th scope="col">Limit</th>
              <th scope="col">Raised</th>
              <th scope="col">Ends at</th>
            </tr>
          </thead>
          <tbody>
            {levels.map((level) => (
              <tr key={level.level}>
                <th scope="row">{levelWords(condition, level.level)}</th>
                <td>
                  <PriorityWords priority={level.priority} silent={level.silent} />
                </td>
                <td>
                  <Limits limits={level.limits} words={limitRuleWords} joined="or" />
                </td>
                <td>{raisedWords(level)}</td>
                <td>
                  <Limits limits={level.staysWhile} words={endsWords} joined="and" />
                  {level.leaveMs > 0 && (
                    <small className={styles['muted']}>for {timeWords(level.leaveMs)}</small>
                  )}
                  {level.staysUnconfirmedWhile !== undefined && (
                    <small className={styles['muted']}>
                      until a repeat agreed: {level.staysUnconfirmedWhile.map(endsWords).join(' and ')}
                    </small>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function TechnicalLevels({ levels }: { levels: readonly TechnicalLevel[] }) {
  if (levels.length === 0) return <span className={styles['muted']}>none</span>
  return levels.map((level) => (
    <span key={`${level.level} ${level.afterMs}`} className={styles['line']}>
      <PriorityWords priority={level.priority} silent={level.silent} /> {afterWords(level)}
    </span>
  ))
}

function TechnicalTable({ ruleSet }: { ruleSet: RuleSet }) {
  return (
    <section className={styles['card']}>
      <h3 className={styles['cardTitle']}>Technical conditions</h3>
      <div className={styles['wide']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">Condition</th>
              <th scope="col">Raised</th>
              <th scope="col">Otherwise in</th>
            </tr>
          </thead>
          <tbody>
            {ruleSet.technical.map(({ condition, otherwise, byPhase }) => (
              <tr key={condition}>
                <th scope="row">{conditionWords(condition)}</th>
                <td>
                  <TechnicalLevels levels={otherwise} />
                </td>
                <td>
                  {PHASES.flatMap((phase) => {
                    const own = byPhase[phase]
                    return own === undefined
                      ? []
                      : [
                          <div key={phase} className={styles['line']}>
                            {PHASE_WORDS[phase]}: <TechnicalLevels levels={own} />
                          </div>,
                        ]
                  })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

const PHYSIOLOGICAL = {
  all: 'all levels',
  highOnly: 'HIGH only',
  highSounds: 'HIGH sounds, others are seen',
} as const

function PhaseTable({ ruleSet }: { ruleSet: RuleSet }) {
  return (
    <section className={styles['card']}>
      <h3 className={styles['cardTitle']}>By phase</h3>
      <div className={styles['wide']}>
        <table className={styles['table']}>
          <thead>
            <tr>
              <th scope="col">Phase</th>
              <th scope="col">Physiological</th>
              <th scope="col">Relative to the baseline</th>
              <th scope="col">Cuff</th>
            </tr>
          </thead>
          <tbody>
            {PHASES.map((phase) => {
              const { physiological, relative, cuffMs } = ruleSet.phases[phase]
              return (
                <tr key={phase}>
                  <th scope="row">{PHASE_WORDS[phase]}</th>
                  <td>{PHYSIOLOGICAL[physiological]}</td>
                  <td>{relative ? 'on' : 'off'}</td>
                  <td>{cuffMs === undefined ? 'on demand' : `every ${timeWords(cuffMs)}`}</td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Times({ ruleSet }: { ruleSet: RuleSet }) {
  return (
    <section className={styles['card']}>
      <h3 className={styles['cardTitle']}>Times and silences</h3>
      <dl className={view['times']}>
        {TIMES.map(([field, label, of]) => (
          <div key={field}>
            <dt>{label}</dt>
            <dd>{timeWords(of(ruleSet))}</dd>
          </div>
        ))}
        {Object.entries(ruleSet.silence.worsensBy).map(([quantity, by]) => (
          <div key={quantity}>
            <dt>Acknowledged {quantityWords(quantity as Quantity)} sounds again when worse by</dt>
            <dd>
              {by} {CATALOGUE[quantity as Quantity].unit}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

export function ProfileTables({ ruleSet }: { readonly ruleSet: RuleSet }) {
  return (
    <div className={styles['cards']}>
      {ruleSet.ladders.map((ladder) => (
        <LadderTable key={ladder.condition} ladder={ladder} />
      ))}
      <TechnicalTable ruleSet={ruleSet} />
      <PhaseTable ruleSet={ruleSet} />
      <Times ruleSet={ruleSet} />
    </div>
  )
}
