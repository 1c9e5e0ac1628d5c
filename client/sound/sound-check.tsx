// Owns the question "Did you hear the tone?": the only proof there is that anybody hears this screen.
// The tone goes the way of every alarm. It is never taken for an alarm: none of it sounds while one does.
import { useEffect, useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Question } from '../ui/question.tsx'
import styles from './sound.module.css'
import type { Tested } from './sound-desk.ts'

export type SoundCheckProps = {
  /** Plays the tone; called from a gesture. */
  readonly test: () => Promise<Tested>
  /** The person's answer. */
  readonly onHeard: (heard: boolean) => void
  readonly onClose: () => void
  /** Offers the browser's notifications too, where a person may still allow them. */
  readonly onNotify?: (() => void) | undefined
}

const ASKED: Readonly<Record<Tested, string>> = {
  played: 'A tone of three pulses has been played on this screen.',
  alarm: 'An alarm is sounding on this screen now. Do you hear it?',
  blocked:
    'The browser does not let this page sound. Touch “Play again”, or look at the page’s sound setting.',
}

/** @param tested undefined while the tone is being asked for: nothing can be answered before it has sounded */
export function ToneQuestion({
  tested,
  unheard,
  onAnswer,
  onPlay,
  onNotify,
}: {
  readonly tested: Tested | undefined
  /** Somebody has answered No. */
  readonly unheard: boolean
  readonly onAnswer: (heard: boolean) => void
  readonly onPlay: () => void
  readonly onNotify?: (() => void) | undefined
}) {
  const canAnswer = tested === 'played' || tested === 'alarm'
  return (
    <div className={styles['check']}>
      <p>{tested === undefined ? 'Playing …' : ASKED[tested]}</p>
      {unheard && (
        <p role="status">
          Sound not confirmed. Turn the volume up, look which speaker is chosen and whether this tab is
          silenced, then play it again. Until somebody hears it, alarms of this place must sound elsewhere.
        </p>
      )}
      <div className={styles['answers']}>
        <Button kind="primary" large disabled={!canAnswer} onClick={() => onAnswer(true)}>
          Yes, I heard it
        </Button>
        <Button large disabled={!canAnswer} onClick={() => onAnswer(false)}>
          No
        </Button>
        <Button kind="outlined" className={styles['wide'] ?? ''} onClick={onPlay}>
          Play again
        </Button>
      </div>
      <p className={styles['detail']}>
        The answer holds for 8 hours on this page, and ends when it is reloaded or hidden for 10 minutes.
      </p>
      {onNotify !== undefined && (
        <Button kind="quiet" onClick={onNotify}>
          Show notifications of HIGH alarms on this device
        </Button>
      )}
    </div>
  )
}

export function SoundCheck({ test, onHeard, onClose, onNotify }: SoundCheckProps) {
  const [tested, setTested] = useState<Tested | undefined>()
  const [unheard, setUnheard] = useState(false)
  // The finger that opened this is the gesture that browsers ask for; once, however often it is drawn.
  const played = useRef(false)
  useEffect(() => {
    if (played.current) return
    played.current = true
    void test().then(setTested)
  }, [test])

  const answer = (heard: boolean) => {
    onHeard(heard)
    if (heard) onClose()
    else setUnheard(true)
  }
  return (
    <Question title="Did you hear the tone?" onClose={onClose}>
      <ToneQuestion
        tested={tested}
        unheard={unheard}
        onAnswer={answer}
        onPlay={() => void test().then(setTested)}
        onNotify={onNotify}
      />
    </Question>
  )
}
