// Owns the replay of a file: chosen, dropped, or handed over by `npm run replay`. Everything happens in this browser; no hub
// is asked and nothing is sent anywhere.
import type { Refusal } from '@chairside/shared/result.ts'
import { Link } from '@tanstack/react-router'
import { type DragEvent, useEffect, useRef, useState } from 'react'
import { useScreen } from '../../session/use-screen.ts'
import type { SessionStore } from '../../session/view/store.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import type { LinkTime } from './deep-link.ts'
import styles from './file-page.module.css'
import { refusalOfFile, titleOfRefusal } from './file-words.ts'
import { ReplayBoard } from './replay-board.tsx'
import { ReplayFooter, ReplayFrame, ReplayWords } from './replay-frame.tsx'
import frame from './replay-header.module.css'
import { ReplayHeader } from './replay-header.tsx'
import { fetchServedFile } from './served-file.ts'
import { useLinkedMoment } from './use-linked-moment.ts'

type Chosen =
  | { readonly is: 'none' }
  | { readonly is: 'reading'; readonly name: string }
  | { readonly is: 'refused'; readonly name: string; readonly error: Refusal }
  | { readonly is: 'open'; readonly name: string; readonly session: SessionStore }

const unreadable = (name: string): Refusal => ({
  code: 'not-found',
  message: `${name} could not be read. It may have been moved or changed since it was chosen; choose it again.`,
})

/** @param served the name of the file that whoever serves this page has for it */
export function FilePage({
  served,
  t,
}: {
  readonly served?: string | undefined
  readonly t?: LinkTime | undefined
}) {
  const { screen } = useScreen()
  const [chosen, setChosen] = useState<Chosen>({ is: 'none' })
  const newest = useRef(0)

  /** Opens a text as a recording, unless another file has been chosen meanwhile. */
  async function open(name: string, read: () => Promise<string | Refusal>): Promise<void> {
    newest.current += 1
    const mine = newest.current
    setChosen({ is: 'reading', name })
    let text: string | Refusal
    try {
      text = await read()
    } catch {
      text = unreadable(name)
    }
    if (mine !== newest.current) return
    if (typeof text !== 'string') {
      setChosen({ is: 'refused', name, error: text })
      return
    }
    setChosen({ is: 'open', name, session: screen.openRecording({ file: { name, text } }) })
  }

  const take = (file: File): void =>
    void open(file.name, async () => refusalOfFile(file) ?? (await file.text()))

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for once for each name
  useEffect(() => {
    if (served !== undefined) void open(served, () => fetchServedFile(served))
  }, [served])
  const session = chosen.is === 'open' ? chosen.session : undefined
  useEffect(() => () => session?.stop(), [session])

  if (chosen.is === 'open')
    return (
      <Opened
        key={newest.current}
        chosen={chosen}
        t={t}
        onOther={() => setChosen({ is: 'none' })}
        onTake={take}
      />
    )
  return (
    <div className={frame['page']}>
      <ReplayHeader back={<BackToSessions />} />
      <div />
      {chosen.is === 'reading' ? (
        <ReplayWords title="Reading the file …" words={chosen.name} />
      ) : (
        <Chooser onTake={take} refused={chosen.is === 'refused' ? chosen.error : undefined} />
      )}
      <ReplayFooter>Nothing is sent anywhere: the file stays in this browser.</ReplayFooter>
    </div>
  )
}

const BackToSessions = () => (
  <Link to="/sessions" className={buttonClass('quiet')} aria-label="All sessions" title="All sessions">
    <span aria-hidden="true" className={frame['back']}>
      ‹
    </span>
  </Link>
)

/** Files dropped anywhere on it are taken; the first of several. */
function useDrop(onTake: (file: File) => void) {
  const [over, setOver] = useState(false)
  return {
    over,
    handlers: {
      onDragOver(event: DragEvent) {
        event.preventDefault()
        setOver(true)
      },
      onDragLeave: () => setOver(false),
      onDrop(event: DragEvent) {
        event.preventDefault()
        setOver(false)
        const file = event.dataTransfer.files[0]
        if (file !== undefined) onTake(file)
      },
    },
  }
}

function Chooser({
  refused,
  onTake,
}: {
  readonly refused: Refusal | undefined
  readonly onTake: (file: File) => void
}) {
  const { over, handlers } = useDrop(onTake)
  const input = useRef<HTMLInputElement>(null)
  return (
    <main className={styles['drop']} data-over={over || undefined} {...handlers}>
      {refused === undefined ? (
        <div className={styles['words']}>
          <h2>Replay a recording from a file</h2>
          <p>
            A session that was exported as NDJSON. It is checked line by line, and what was changed or is
            missing is said.
          </p>
        </div>
      ) : (
        <div className={styles['words']} role="alert">
          <h2>{titleOfRefusal(refused)}</h2>
          <p>{refused.message}</p>
        </div>
      )}
      <Button kind="primary" large onClick={() => input.current?.click()}>
        Choose a file …
      </Button>
      <p className={styles['hint']}>or drop it here</p>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label="A recording"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          event.currentTarget.value = ''
          if (file !== undefined) onTake(file)
        }}
      />
    </main>
  )
}

function Opened({
  chosen: { name, session },
  t,
  onOther,
  onTake,
}: {
  readonly chosen: Extract<Chosen, { is: 'open' }>
  readonly t: LinkTime | undefined
  readonly onOther: () => void
  readonly onTake: (file: File) => void
}) {
  const note = useLinkedMoment(session, t)
  const { handlers } = useDrop(onTake)
  return (
    <div className={styles['whole']} {...handlers}>
      <ReplayFrame
        session={session}
        fileName={name}
        back={<BackToSessions />}
        tools={<Button onClick={onOther}>Another file …</Button>}
        refused={(error) => <Chooser refused={error} onTake={onTake} />}
      >
        <ReplayBoard session={session} note={note} />
      </ReplayFrame>
    </div>
  )
}
