// Owns what stands before a new version: what changes, in plain words, what is wrong, the reason, and what the hub said.
// Never saves with anything wrong or without a reason, and never throws away what was typed when it is refused.
import type { Problem } from '@chairside/shared/alarm/profile/rule-set.ts'
import { diffRuleSets } from '@chairside/shared/alarm/profile/rule-set-diff.ts'
import type { RuleSet } from '@chairside/shared/alarm/rules.ts'
import type { HttpProfile } from '@chairside/shared/protocol/http.ts'
import type { Refusal } from '@chairside/shared/result.ts'
import { Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { profileOf, profilesOf, saveProfile } from '../../net/profiles-api.ts'
import { Button } from '../../ui/button.tsx'
import { counted } from '../../ui/format.ts'
import type { Editing } from './draft-store.ts'
import { inputId } from './field.tsx'
import { fieldWords } from './profile-words.ts'
import table from './rule-table.module.css'
import styles from './save-panel.module.css'
import { takeOver } from './take-over.ts'

/** The rules as they would be saved; what is not a number yet is not in a difference. */
export const changesOf = (before: RuleSet, after: RuleSet): readonly string[] =>
  diffRuleSets(before, { ...after, profile: before.profile }).map(({ text }) => text)

export function Changes({ changes }: { readonly changes: readonly string[] }) {
  return (
    <ul className={styles['changes']}>
      {changes.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two changes may read alike, and their order is theirs
        <li key={index}>{text}</li>
      ))}
    </ul>
  )
}

function goTo(field: string): void {
  const input = document.getElementById(inputId(field))
  input?.scrollIntoView({ block: 'center' })
  input?.focus({ preventScroll: true })
}

export function SavePanel({
  editing,
  problems,
  onKeep,
  onSaved,
  onLeave,
}: {
  readonly editing: Editing
  readonly problems: readonly Problem[]
  readonly onKeep: (editing: Editing) => void
  readonly onSaved: (profile: HttpProfile) => void
  readonly onLeave: () => void
}) {
  const { base, baseRules, draft, name, reason } = editing
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | undefined>()
  const [asked, setAsked] = useState(false)
  const isOwn = name.trim() !== base.name
  const changes = changesOf(baseRules, draft.ruleSet)
  const missing =
    changes.length === 0 && !isOwn
      ? 'Nothing has been changed yet.'
      : problems.length > 0
        ? `${counted(problems.length, 'thing')} to put right first.`
        : name.trim() === ''
          ? 'It needs a name.'
          : reason.trim() === ''
            ? 'Say why.'
            : undefined

  async function save(): Promise<void> {
    setAsked(true)
    if (missing !== undefined || busy) return
    setBusy(true)
    const answer = await saveProfile({
      base,
      ...(isOwn ? { name: name.trim() } : {}),
      ruleSet: draft.ruleSet,
      reason: reason.trim(),
    })
    setBusy(false)
    if (answer.ok) onSaved(answer.value)
    else setRefusal(answer.error)
  }

  /** My changes on the newest version; what somebody else changed there stays. */
  async function takeToNewest(): Promise<void> {
    setBusy(true)
    const listed = await profilesOf()
    const found = listed.ok ? listed.value.find((one) => one.name === base.name && one.newest) : undefined
    const newest = listed.ok ? await profileOf(found ?? base) : listed
    setBusy(false)
    if (!newest.ok) {
      setRefusal(newest.error)
      return
    }
    setRefusal(undefined)
    const { profile, ruleSet } = newest.value
    onKeep({
      ...editing,
      base: { name: profile.name, version: profile.version },
      baseRules: ruleSet,
      draft: { ...draft, ruleSet: takeOver(baseRules, draft.ruleSet, ruleSet) },
    })
  }

  return (
    <form
      className={styles['save']}
      aria-label="Save as a new version"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <div className={styles['saveScroll']}>
        <h2 className={styles['saveTitle']}>
          What changes <small className={table['muted']}>from version {base.version}</small>
        </h2>
        {changes.length === 0 ? (
          <p className={table['muted']}>Nothing yet.</p>
        ) : (
          <Changes changes={changes} />
        )}
        {problems.length > 0 && (
          <section aria-label="To put right">
            <h2 className={styles['saveTitle']}>To put right</h2>
            <ul className={styles['problems']}>
              {problems.map(({ field, message }) => (
                <li key={`${field} ${message}`}>
                  <button type="button" onClick={() => goTo(field)}>
                    <span className={styles['fieldName']}>{fieldWords(field)}</span> {message}
                  </button>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
      <TextInput
        label="Name"
        description={
          isOwn
            ? 'A profile of its own, beginning at version 1.'
            : `It becomes the next version of ${base.name}.`
        }
        maxLength={80}
        value={name}
        onChange={(event) => onKeep({ ...editing, name: event.currentTarget.value })}
      />
      <Textarea
        label="Why"
        maxLength={300}
        autosize
        minRows={2}
        maxRows={4}
        size="md"
        value={reason}
        onChange={(event) => onKeep({ ...editing, reason: event.currentTarget.value })}
      />
      <p className={styles['said']} role="alert">
        {refusal?.message ?? (asked ? missing : undefined)}
      </p>
      {refusal?.code === 'profile-older' && (
        <Button wide disabled={busy} onClick={() => void takeToNewest()}>
          Take my changes over to the newest version
        </Button>
      )}
      <div className={styles['saveButtons']}>
        <Button onClick={onLeave}>Leave it for now</Button>
        <Button submit kind="primary" disabled={busy}>
          {busy ? 'Saving …' : isOwn ? 'Save as a new profile' : 'Save a new version'}
        </Button>
      </div>
    </form>
  )
}
