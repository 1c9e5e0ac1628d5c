// Owns the chip that says on every page whether this screen can be heard. It opens the test.
import { Button } from '../ui/button.tsx'
import styles from './sound.module.css'
import { type SoundView, soundWords } from './sound-words.ts'

export function SoundChip({
  view,
  zone,
  onOpen,
}: {
  readonly view: SoundView
  readonly zone: string | undefined
  readonly onOpen: () => void
}) {
  const { label, detail, loud } = soundWords(view, zone)
  return (
    <Button
      kind={loud ? 'primary' : 'quiet'}
      className={styles['chip'] ?? ''}
      title={detail}
      data-sound={view.sound}
      onClick={onOpen}
    >
      {label}
    </Button>
  )
}
