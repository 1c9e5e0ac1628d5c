// Owns transcribing from paper: several lines, each with its true time, sent one after the other in the order of time. A line is
// shown as recorded when the hub has recorded it; what it refused stays, with its words.
import type { CommandBody } from '@chairside/shared/protocol/screens.ts'
import { DRUGS } from '@chairside/shared/record/care-kinds.ts'
import { OXYGEN_DEVICES, SEVERITIES, SIDE_EFFECTS } from '@chairside/shared/record/visit-kinds.ts'
import { DRUG_NAMES, OXYGEN_NAMES, SIDE_EFFECT_NAMES } from '@chairside/shared/visit/names.ts'
import { NativeSelect, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useMaySend, useScreen } from '../../../session/use-screen.ts'
import { Button } from '../../../ui/button.tsx'
import { counted } from '../../../ui/format.ts'
import { Question } from '../../../ui/question.tsx'
import { TimeField } from '../../../ui/time-fields.tsx'
import { openSessionId } from '../alarms/alarm-acts.tsx'
import { type FormOf, FormTrouble, useActForm } from './act-form.tsx'
import styles from './observe.module.css'
import {
  isBlank,
  isPaperRow,
  PAPER_KINDS,
  type PaperKind,
  type PaperRow,
  paperRow,
  readPaper,
} from './paper-rows.ts'

type Became = { readonly is: 'recorded' } | { readonly is: 'not'; readonly why: string }
const CHOOSE = { value: '', label: '–' }

function RowFields({
  row,
  set,
}: {
  readonly row: PaperRow
  readonly set: (change: Partial<PaperRow>) => void
}) {
  const text = (key: 'a' | 'b' | 'c' | 'd', label: string, numeric = false) => (
    <TextInput
      label={label}
      value={row[key]}
      maxLength={key === 'a' ? 1_000 : 120}
      {...(numeric ? { inputMode: 'decimal' as const, w: 74 } : { style: { flex: '1 1 140px' } })}
      onChange={(event) => set({ [key]: event.currentTarget.value })}
    />
  )
  const select = (key: 'a' | 'b', label: string, data: readonly { value: string; label: string }[]) => (
    <NativeSelect
      label={label}
      data={[CHOOSE, ...data]}
      value={row[key]}
      onChange={(event) => set({ [key]: event.currentTarget.value })}
    />
  )
  switch (row.kind) {
    case 'values':
      return (
        <>
          {text('a', 'SBP', true)}
          {text('b', 'DBP', true)}
          {text('c', 'HR', true)}
          {text('d', 'SpO₂', true)}
        </>
      )
    case 'effect':
      return (
        <>
          {select(
            'a',
            'Which',
            SIDE_EFFECTS.map((value) => ({ value, label: SIDE_EFFECT_NAMES[value] })),
          )}
          {select(
            'b',
            'How bad',
            SEVERITIES.map((value) => ({ value, label: value })),
          )}
          {row.a === 'other' && text('c', 'Its name')}
        </>
      )
    case 'drug':
      return (
        <>
          {select(
            'a',
            'Which',
            DRUGS.map((value) => ({ value, label: DRUG_NAMES[value] })),
          )}
          {text('b', 'Dose and route')}
          {row.a === 'other' && text('c', 'Its name')}
        </>
      )
    case 'oxygen':
      return (
        <>
          {select(
            'a',
            'How',
            OXYGEN_DEVICES.map((value) => ({ value, label: OXYGEN_NAMES[value] })),
          )}
          {row.a !== 'roomAir' && text('b', 'L/min', true)}
        </>
      )
    case 'moaas':
      return text('a', 'Score', true)
    case 'note':
      return text('a', 'Words')
    case 'start':
    case 'rate':
    case 'resume':
      return text('a', 'mL/h', true)
    case 'pause':
    case 'stop':
      return undefined
  }
}

export function PaperDialog({ state, atMs, onClose }: FormOf & { readonly onClose: () => void }) {
  const { screen, askSignIn } = useScreen()
  const maySend = useMaySend()
  const form = useActForm({ state, atMs }, 'paper', 'From paper', { rows: [] as readonly PaperRow[] })
  const [became, setBecame] = useState<Readonly<Record<number, Became>>>({})
  const [sending, setSending] = useState(false)
  const sessionId = openSessionId(state)
  const [rows, setRows] = useState<readonly PaperRow[]>(() => {
    const kept = form.fields.rows.filter(isPaperRow)
    return kept.length === 0 ? [paperRow(1)] : kept
  })
  const put = (next: readonly PaperRow[]) => {
    setRows(next)
    if (next.every(isBlank)) form.clear()
    else form.set({ rows: next.filter((row) => !isBlank(row)) })
  }
  const empty = () => {
    form.clear()
    setRows([paperRow(1)])
  }
  const setRow = (id: number, change: Partial<PaperRow>) => {
    setBecame(({ [id]: _gone, ...others }) => others)
    put(rows.map((row) => (row.id === id ? { ...row, ...change } : row)))
  }
  const open = rows.filter((row) => became[row.id]?.is !== 'recorded' && !isBlank(row))

  async function record(): Promise<void> {
    if (sessionId === undefined) return
    if (!maySend('note.add')) return askSignIn()
    setSending(true)
    const next: Record<number, Became> = { ...became }
    const ready: { readonly row: PaperRow; readonly body: CommandBody & { readonly atMs: number } }[] = []
    for (const row of open) {
      const read = readPaper(row, sessionId, form.whenNow)
      if (read.ok) ready.push({ row, body: read.body as CommandBody & { readonly atMs: number } })
      else next[row.id] = { is: 'not', why: read.why }
    }
    let head = state.head
    for (const { row, body } of ready.toSorted((one, other) => one.body.atMs - other.body.atMs)) {
      const sent = await screen.commands.send(body, head)
      if (sent.state.is === 'recorded') {
        head = Math.max(head, sent.state.seq)
        next[row.id] = { is: 'recorded' }
      } else {
        screen.commands.dismiss(sent.commandId)
        const why =
          sent.state.is === 'refused'
            ? sent.state.error.message
            : sent.state.is === 'notSent'
              ? sent.state.why
              : 'The hub began a new log before it answered: look into the log.'
        next[row.id] = { is: 'not', why }
      }
      setBecame({ ...next })
    }
    setBecame(next)
    setSending(false)
    // What is recorded is not offered again; what was refused is kept, and can be mended.
    const left = rows.filter((row) => next[row.id]?.is !== 'recorded')
    put(left)
    if (left.every(isBlank)) onClose()
  }

  return (
    <Question onClose={onClose} title="Transcribe from paper" size="xl">
      <form
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault()
          void record()
        }}
      >
        <p className={styles['note']}>
          What was written down while the hub was away, each with the time at which it was true. It is marked
          “from paper”, and nothing of it alarms.
        </p>
        <FormTrouble form={{ ...form, clear: empty }} />
        <ul className={styles['rows']}>
          {rows.map((row) => (
            <li key={row.id} className={styles['paper']}>
              <NativeSelect
                label="What"
                data={PAPER_KINDS.map(([value, label]) => ({ value, label }))}
                value={row.kind}
                onChange={(event) =>
                  setRow(row.id, {
                    ...paperRow(row.id, event.currentTarget.value as PaperKind),
                    time: row.time,
                  })
                }
              />
              <TimeField label="Time" w={92} value={row.time} onChange={(time) => setRow(row.id, { time })} />
              <RowFields row={row} set={(change) => setRow(row.id, change)} />
              <Button
                aria-label="Take this line out"
                disabled={sending}
                onClick={() => put(rows.filter(({ id }) => id !== row.id))}
              >
                ×
              </Button>
              {became[row.id]?.is === 'not' && (
                <p className={styles['paperWhy']} role="alert">
                  Not recorded. {(became[row.id] as { readonly why: string }).why}
                </p>
              )}
            </li>
          ))}
        </ul>
        <div className={styles['pair']}>
          <Button
            large
            disabled={sending}
            onClick={() => put([...rows, paperRow(Math.max(0, ...rows.map(({ id }) => id)) + 1)])}
          >
            Another line
          </Button>
          <Button submit large kind="primary" disabled={sending || open.length === 0}>
            {sending ? 'Sending' : open.length === 0 ? 'Record' : `Record ${counted(open.length, 'line')}`}
          </Button>
        </div>
      </form>
    </Question>
  )
}
