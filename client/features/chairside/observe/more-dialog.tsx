// Owns the list of what is recorded less often than the buttons of the panel. Never records anything itself.
import { Button } from '../../../ui/button.tsx'
import { applyDisplay, readDisplay } from '../../../ui/display.ts'
import { Question } from '../../../ui/question.tsx'
import type { ObserveForm } from './forms.ts'
import styles from './observe.module.css'
import { SCALE_TITLES } from './scale-dialog.tsx'

export const MORE: readonly { readonly words: string; readonly form: ObserveForm }[] = [
  { words: 'Values by hand', form: { is: 'byHand' } },
  { words: SCALE_TITLES.nausea, form: { is: 'scale', scale: 'nausea' } },
  { words: SCALE_TITLES.anxiety, form: { is: 'scale', scale: 'anxiety' } },
  { words: SCALE_TITLES.cadss, form: { is: 'scale', scale: 'cadss' } },
  { words: SCALE_TITLES.aldrete, form: { is: 'scale', scale: 'aldrete' } },
  { words: 'Correct an entry', form: { is: 'amend' } },
  { words: 'Transcribe from paper', form: { is: 'paper' } },
  { words: 'Waste and drug account', form: { is: 'account' } },
  { words: 'End this session …', form: { is: 'end' } },
]

export function MoreDialog({
  onOpen,
  onClose,
}: {
  readonly onOpen: (form: ObserveForm) => void
  readonly onClose: () => void
}) {
  const display = readDisplay()
  return (
    <Question onClose={onClose} title="More to record" size="lg">
      <div className={styles['list']}>
        {MORE.map(({ words, form }) => (
          <Button key={words} large onClick={() => onOpen(form)}>
            {words}
          </Button>
        ))}
        {display.theme === 'dark' && (
          <Button
            large
            onClick={() => {
              applyDisplay({ ...display, dim: !display.dim })
              onClose()
            }}
          >
            {display.dim ? 'Full brightness' : 'Dim this screen'}
          </Button>
        )}
      </div>
    </Question>
  )
}
