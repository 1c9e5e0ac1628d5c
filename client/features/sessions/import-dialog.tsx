// Owns bringing recordings in from the browser: which files, what must be known of them, how far they are, what became of
// them. Closing it stops nothing that has not been stopped by name.
import { Progress, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { importProgress, stopImport, uploadImport } from '../../net/sessions-api.ts'
import { Button, buttonClass } from '../../ui/button.tsx'
import { counted, zoneWords } from '../../ui/format.ts'
import { Question } from '../../ui/question.tsx'
import { DayField, TimeField } from '../../ui/time-fields.tsx'
import styles from './import-dialog.module.css'
import { type ImportPort, type ImportRun, runImport } from './import-run.ts'
import { type ImportFields, NO_FIELDS, optionsOf, patientNote, percentOf, stepWords } from './import-words.ts'

const PORT: ImportPort = {
  upload: uploadImport,
  progress: importProgress,
  stop: stopImport,
  after: (ms, run) => void setTimeout(run, ms),
}

export function ImportLine({ run }: { readonly run: ImportRun }) {
  const step = useStore(run.store)
  const queries = useQueryClient()
  const over = step.is === 'done' || step.is === 'refused'
  useEffect(() => {
    if (step.is === 'done') void queries.invalidateQueries({ queryKey: ['sessions'] })
  }, [step.is, queries])
  const percent = percentOf(step)
  const notes = step.is === 'running' ? step.progress.notes : over ? step.notes : []
  return (
    <li className={styles['run']}>
      <p className={styles['file']}>{run.file.name}</p>
      <p role="status">{stepWords(step)}</p>
      {percent !== undefined && (
        <Progress
          value={percent}
          color="var(--ink)"
          size="sm"
          aria-label={`${run.file.name}: ${percent} %`}
        />
      )}
      {step.is === 'refused' && (
        <p role="alert" className={styles['trouble']}>
          {step.error.message}
        </p>
      )}
      {notes.length > 0 && (
        <ul className={styles['notes']} aria-label="What is odd about the file">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      {over && step.sessionId !== undefined && (
        <Link
          to="/replay/$sessionId"
          params={{ sessionId: step.sessionId }}
          className={buttonClass('primary')}
        >
          {step.is === 'done' ? 'Replay it' : 'Replay the session that it is'}
        </Link>
      )}
      {!over && (
        <Button disabled={step.is === 'stopping'} onClick={run.stop}>
          Stop
        </Button>
      )}
    </li>
  )
}

function Fields({
  fields,
  several,
  zone,
  onChange,
}: {
  readonly fields: ImportFields
  /** More than one file: a moment and a code of one do not hold for all. */
  readonly several: boolean
  readonly zone: string
  readonly onChange: (fields: ImportFields) => void
}) {
  const put = (change: Partial<ImportFields>): void => onChange({ ...fields, ...change })
  return (
    <div className={styles['fields']}>
      <TextInput
        label="Patient code"
        description={patientNote(fields)}
        value={fields.patient}
        maxLength={24}
        autoComplete="off"
        onChange={(event) => put({ patient: event.currentTarget.value })}
      />
      {!several && (
        <fieldset className={styles['began']}>
          <legend>When a CSV began</legend>
          <p>Of {zoneWords(zone)}. Left empty: it has no date, and its times count from its first row.</p>
          <DayField label="Day" value={fields.startDay} onChange={(startDay) => put({ startDay })} />
          <TimeField label="Time" value={fields.startTime} onChange={(startTime) => put({ startTime })} />
        </fieldset>
      )}
      <TextInput
        label="Columns of a CSV"
        description="Left empty: found by its header. Else like t_s=time,hr=heartRate,spo2=spo2"
        value={fields.map}
        autoComplete="off"
        onChange={(event) => put({ map: event.currentTarget.value })}
      />
    </div>
  )
}

export function ImportDialog({ zone, onClose }: { readonly zone: string; readonly onClose: () => void }) {
  const [files, setFiles] = useState<readonly File[]>([])
  const [fields, setFields] = useState(NO_FIELDS)
  const [trouble, setTrouble] = useState<string | undefined>()
  const [runs, setRuns] = useState<readonly ImportRun[]>([])
  const input = useRef<HTMLInputElement>(null)
  const several = files.length > 1

  function begin(): void {
    const options = optionsOf(several ? { ...fields, startDay: '', startTime: '' } : fields, zone)
    if (typeof options === 'string') {
      setTrouble(options)
      return
    }
    setTrouble(undefined)
    setRuns([...runs, ...files.map((file) => runImport(file, options, PORT))])
    setFiles([])
  }

  return (
    <Question onClose={onClose} title="Import a recording" size="lg">
      <div className={styles['dialog']}>
        <p className={styles['what']}>
          A session exported as NDJSON, or a table (CSV). A table is judged by the same engine, in the file’s
          own time. The session says for ever that it was imported, and from which file.
        </p>
        <div className={styles['choose']}>
          <Button onClick={() => input.current?.click()}>
            {files.length === 0 ? 'Choose files …' : 'Choose others …'}
          </Button>
          <span role="status">
            {files.length === 0
              ? ''
              : several
                ? `${counted(files.length, 'file')}: ${files.map(({ name }) => name).join(', ')}`
                : files[0]?.name}
          </span>
          <input
            ref={input}
            type="file"
            multiple
            accept=".csv,.ndjson,.jsonl,text/csv,application/x-ndjson"
            className="visually-hidden"
            tabIndex={-1}
            aria-label="Recordings"
            onChange={(event) => {
              setFiles([...(event.currentTarget.files ?? [])])
              event.currentTarget.value = ''
            }}
          />
        </div>
        {files.length > 0 && (
          <>
            <Fields fields={fields} several={several} zone={zone} onChange={setFields} />
            <p role="alert" className={styles['trouble']}>
              {trouble}
            </p>
            <Button kind="primary" large onClick={begin}>
              {several ? `Import ${files.length} files` : 'Import it'}
            </Button>
          </>
        )}
        {runs.length > 0 && (
          <ol className={styles['runs']} aria-label="Files being brought in">
            {runs.map((run, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: runs are only ever added at the end
              <ImportLine key={index} run={run} />
            ))}
          </ol>
        )}
      </div>
    </Question>
  )
}
