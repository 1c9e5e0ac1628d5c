// Owns the list of a replay's keys, and the switch for those that are single letters.
import { Checkbox, Modal } from '@mantine/core'
import { useStore } from 'zustand'
import { letterKeys, setLetterKeys } from './keys.ts'
import styles from './keys-help.module.css'
import { KEYS } from './replay-keys.ts'

export function KeysHelp({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const { on } = useStore(letterKeys)
  return (
    <Modal opened={opened} onClose={onClose} title="Keys" centered>
      <dl className={styles['keys']}>
        {KEYS.map(({ keys, does }) => (
          <div key={keys.join()} className={styles['row']}>
            <dt>
              {keys.map((key) => (
                <kbd key={key} className={styles['key']}>
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <Checkbox
        label="Single letters and signs act"
        description="Off: only Space, arrows, Home and End do."
        checked={on}
        onChange={(event) => setLetterKeys(event.currentTarget.checked)}
      />
    </Modal>
  )
}
