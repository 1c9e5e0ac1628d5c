// Owns the question before another profile is put in force: what will be different for new sessions, in words, first.
import type { HttpProfile } from '@chairside/shared/protocol/http.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type ProfileId, profileOf, putInForce } from '../../net/profiles-api.ts'
import { Button } from '../../ui/button.tsx'
import { Question } from '../../ui/question.tsx'
import table from './rule-table.module.css'
import styles from './save-panel.module.css'
import { Changes, changesOf } from './save-panel.tsx'

export function UseDialog({
  profile,
  inForce,
  onDone,
  onClose,
}: {
  readonly profile: ProfileId
  readonly inForce: ProfileId | undefined
  readonly onDone: (profile: HttpProfile) => void
  readonly onClose: () => void
}) {
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | undefined>()
  const both = useQuery({
    queryKey: ['profiles', 'between', inForce, profile],
    async queryFn() {
      const [now, next] = await Promise.all([
        inForce === undefined ? undefined : profileOf(inForce),
        profileOf(profile),
      ])
      if (!next.ok) throw new Error(next.error.message)
      if (now === undefined || !now.ok) return undefined
      return changesOf(now.value.ruleSet, next.value.ruleSet)
    },
  })
  const { data: changes, error, isPending } = both

  async function use(): Promise<void> {
    setBusy(true)
    const answer = await putInForce(profile)
    setBusy(false)
    if (answer.ok) onDone(answer.value)
    else setTrouble(answer.error.message)
  }

  return (
    <Question
      onClose={onClose}
      title={`New sessions use ${profile.name} version ${profile.version}`}
      size="lg"
    >
      <div className={styles['dialog']}>
        <p>Sessions that are open now go on with the profile they began with.</p>
        {isPending && <p role="status">Comparing …</p>}
        {changes !== undefined && inForce !== undefined && (
          <>
            <p className={table['muted']}>
              Different from {inForce.name} version {inForce.version}, which they use now:
            </p>
            {changes.length === 0 ? <p>Nothing: both judge alike.</p> : <Changes changes={changes} />}
          </>
        )}
        <p className={styles['said']} role="alert">
          {trouble ?? error?.message}
        </p>
        <div className={styles['saveButtons']}>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" disabled={busy || isPending || error !== null} onClick={() => void use()}>
            {busy ? 'Saving …' : 'Use it for new sessions'}
          </Button>
        </div>
      </div>
    </Question>
  )
}
