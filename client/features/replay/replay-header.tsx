// Owns the top of a replay: REPLAY, always; whose session it is, when and where it was, and where its numbers came from.
// Never says "now": everything under it is past.
import type { SessionState } from '@chairside/shared/fold/session-state.ts'
import type { ReactNode } from 'react'
import { useScreen } from '../../session/use-screen.ts'
import { Badge, DemoTimeBadge, OriginBadge } from '../../ui/badge.tsx'
import { clockMinutes, date, decimal, zoneName } from '../../ui/format.ts'
import { usePageTitle } from '../../ui/page-title.ts'
import styles from './replay-header.module.css'

export function ReplayPill() {
  return (
    <span className={styles['pill']}>
      <span aria-hidden="true">⟲</span> REPLAY
    </span>
  )
}

/** When it was, in the clinic's zone: "14 Nov 2026, 10:12 CET (Europe/Oslo)"; of a file without a date, that there is none. */
export function whenWords({ opened, imported }: Pick<SessionState, 'opened' | 'imported'>): string {
  if (opened === undefined) return ''
  if (imported?.some(({ dated }) => !dated) === true)
    return 'no date in the file: times count from its first row'
  const { hubAtMs, zone } = opened
  const name = zoneName(hubAtMs, zone)
  const place = name === zone ? '' : ` (${zone})`
  return `${date(hubAtMs, zone)}, ${clockMinutes(hubAtMs, zone)} ${name}${place}`
}

/** "Ketamine 35 mg in 35 mL, 40 min" */
export function planWords({ infusion: { plan } }: Pick<SessionState, 'infusion'>): string {
  if (plan === undefined) return ''
  const { drug, doseMg, volumeMl, minutes } = plan
  return `${drug} ${decimal(doseMg, 2)} mg in ${decimal(volumeMl, 1)} mL, ${decimal(minutes, 1)} min`
}

/** Where the numbers came from, for ever: a shape with each word. */
export function OriginBadges({
  state,
  fileName,
}: {
  readonly state: SessionState
  readonly fileName?: string | undefined
}) {
  return (
    <>
      <OriginBadge provenance={state.provenance} />
      {state.opened !== undefined && <DemoTimeBadge rate={state.opened.clockRate} />}
      {state.imported?.map(({ file, atMs, by }) => (
        <Badge
          key={`${file.sha256}${atMs}`}
          kind="origin"
          title={`Brought in as ${file.name} by ${by}, ${date(atMs, state.opened?.zone)}`}
        >
          <span aria-hidden="true">⇣</span> IMPORTED <span className={styles['file']}>{file.name}</span>
        </Badge>
      ))}
      {fileName !== undefined && (
        <Badge kind="origin" title={`Opened from the file ${fileName}; no hub is asked.`}>
          <span aria-hidden="true">▯</span> FROM A FILE <span className={styles['file']}>{fileName}</span>
        </Badge>
      )}
    </>
  )
}

export function ReplayHeader({
  back,
  state,
  fileName,
  children,
}: {
  /** Where one came from. */
  readonly back?: ReactNode
  /** At the end of the recording; undefined: not read yet. */
  readonly state?: SessionState | undefined
  readonly fileName?: string | undefined
  /** What can be done with it. */
  readonly children?: ReactNode
}) {
  const { Menu } = useScreen()
  const opened = state?.opened
  usePageTitle({ words: opened?.patientCode ?? fileName, past: 'REPLAY' })
  return (
    <header className={styles['header']}>
      {back}
      <ReplayPill />
      {state !== undefined && opened !== undefined ? (
        <>
          <h1 className={styles['title']} title={`${opened.patientCode} · ${opened.roomName}`}>
            {opened.patientCode} · {opened.roomName}
          </h1>
          <p className={styles['when']}>
            <span>{whenWords(state)}</span>
            <span>{planWords(state)}</span>
          </p>
          <span className={styles['origins']}>
            <OriginBadges state={state} fileName={fileName} />
          </span>
        </>
      ) : (
        <h1 className={styles['title']}>Recording</h1>
      )}
      <span className={styles['tools']}>
        {children}
        <Menu />
      </span>
    </header>
  )
}

/** Stands above a recording of which a part is missing or wrong, for as long as it is shown. */
export function ProblemLine({ message }: { readonly message: string }) {
  return (
    <p className={styles['problem']} role="alert">
      <strong>Not the whole recording.</strong> {message}
    </p>
  )
}
