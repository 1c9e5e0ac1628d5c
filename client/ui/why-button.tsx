// Owns "Why?": one button, and the engine's own sentence for the moment shown. It says of which moment it speaks, and what it
// cannot say. It decides nothing.
import type { Result } from '@chairside/shared/result.ts'
import { Popover } from '@mantine/core'
import { useState } from 'react'
import { Button } from './button.tsx'
import { useIsUpright } from './upright.ts'
import styles from './why-button.module.css'

export type WhyAsked = {
  /** The moment, in words: "T+20:22". */
  readonly moment: string
  readonly answer: Promise<Result<string>>
}

/** @param about what is asked about, in words: "Heart rate", "BP very high" */
export function WhyButton({ about, ask }: { readonly about: string; readonly ask: () => WhyAsked }) {
  const upright = useIsUpright()
  const [open, setOpen] = useState(false)
  const [said, setSaid] = useState<{ readonly moment: string; readonly words?: string }>({ moment: '' })

  async function press(): Promise<void> {
    const { moment, answer } = ask()
    setSaid({ moment })
    setOpen(true)
    const found = await answer
    setSaid({ moment, words: found.ok ? found.value : `It cannot be said: ${found.error.message}` })
  }
  return (
    // Beside the number it is asked of, never over it.
    <Popover
      opened={open}
      onChange={setOpen}
      width={320}
      position={upright ? 'bottom' : 'right-start'}
      offset={upright ? 150 : 24}
      shadow="lg"
      withinPortal
    >
      <Popover.Target>
        <Button
          kind="quiet"
          className={styles['why'] ?? ''}
          aria-label={`Why? ${about}`}
          onClick={() => (open ? setOpen(false) : void press())}
          onKeyDown={({ key }) => key === 'Escape' && setOpen(false)}
        >
          Why?
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={styles['words']} role="status">
          <strong>
            {about}, {said.moment}
          </strong>
          <br />
          {said.words ?? 'Asking the engine …'}
        </p>
      </Popover.Dropdown>
    </Popover>
  )
}
