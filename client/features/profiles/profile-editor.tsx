// Owns the page on which a copy of a profile is edited: every field with what is wrong beside it, and what changes in words.
// Never touches the version it began from.
import { ADULT_KETAMINE_INFUSION } from '@chairside/shared/alarm/profile/adult-ketamine-infusion.ts'
import { profileProblems } from '@chairside/shared/alarm/profile/rule-set-check.ts'
import type { HttpProfile } from '@chairside/shared/protocol/http.ts'
import { useMemo } from 'react'
import { type Editing, keep } from './draft-store.ts'
import { EditorContext } from './field.tsx'
import { LadderEditor } from './ladder-editor.tsx'
import styles from './profile-editor.module.css'
import { PhaseEditor, TechnicalEditor, TimesEditor } from './rest-editor.tsx'
import { SavePanel } from './save-panel.tsx'

export function ProfileEditor({
  editing,
  onSaved,
  onLeave,
}: {
  readonly editing: Editing
  readonly onSaved: (profile: HttpProfile) => void
  readonly onLeave: () => void
}) {
  const { draft } = editing
  const problems = useMemo(() => profileProblems(draft.ruleSet), [draft.ruleSet])
  const editor = useMemo(() => {
    const byField = new Map<string, string>()
    for (const { field, message } of problems) if (!byField.has(field)) byField.set(field, message)
    return {
      draft,
      base: editing.baseRules,
      change: (next: Editing['draft']) => keep({ ...editing, draft: next }),
      problem: (field: string) => byField.get(field),
    }
  }, [editing, draft, problems])
  return (
    <EditorContext value={editor}>
      <div className={styles['editor']}>
        <div className={styles['cards']}>
          {ADULT_KETAMINE_INFUSION.ladders.map((known) => (
            <LadderEditor key={known.condition} known={known} ruleSet={draft.ruleSet} />
          ))}
          <TechnicalEditor />
          <PhaseEditor />
          <TimesEditor />
        </div>
        <SavePanel editing={editing} problems={problems} onKeep={keep} onSaved={onSaved} onLeave={onLeave} />
      </div>
    </EditorContext>
  )
}
