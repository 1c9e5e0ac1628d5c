// Owns taking a recording away as a file: the log itself, or a table. What may not be taken says so instead of hiding.
import { mayExport } from '@chairside/shared/access.ts'
import type { SessionId } from '@chairside/shared/ids.ts'
import { Menu } from '@mantine/core'
import { useState } from 'react'
import { ask } from '../../net/ask.ts'
import { type ExportForm, exportPath } from '../../net/sessions-api.ts'
import { useActor } from '../../session/use-screen.ts'
import { Button } from '../../ui/button.tsx'
import styles from './export-menu.module.css'

const FORMS: readonly { readonly form: ExportForm; readonly name: string; readonly what: string }[] = [
  {
    form: 'ndjson',
    name: 'NDJSON',
    what: 'The log itself: opens again in Chairside, can be verified offline',
  },
  { form: 'csv', name: 'CSV', what: 'A table of values and events, for a spreadsheet' },
  { form: 'alarms.csv', name: 'Alarm log as CSV', what: 'Every alarm: due, decided, signalled, by whom' },
  { form: 'alarms.ndjson', name: 'Alarm log as NDJSON', what: 'The same, for programs' },
]

/** Six hours are some megabytes, over a clinic's slowest network. */
const EXPORT_TIMEOUT_MS = 120_000

const nameIn = (answer: Response, fallback: string): string =>
  /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1] ?? fallback

/** Fetches first, so that a refusal is a sentence on this page. @returns why nothing was saved, in words */
async function saveExport(sessionId: SessionId, form: ExportForm): Promise<string | undefined> {
  const signal = AbortSignal.timeout(EXPORT_TIMEOUT_MS)
  const answer = await ask(exportPath(sessionId, form), { signal })
  if (!answer.ok) return answer.error.message
  try {
    const address = URL.createObjectURL(await answer.value.blob())
    const anchor = document.createElement('a')
    anchor.href = address
    anchor.download = nameIn(answer.value, `${sessionId}.${form}`)
    anchor.click()
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
    return undefined
  } catch {
    return 'The file did not come whole, so nothing was saved. Try again.'
  }
}

export function ExportMenu({ sessionId }: { readonly sessionId: SessionId }) {
  const actor = useActor()
  const [trouble, setTrouble] = useState<string | undefined>()
  const [saving, setSaving] = useState(false)
  const allowed = mayExport(actor?.role)

  async function save(form: ExportForm): Promise<void> {
    setTrouble(undefined)
    setSaving(true)
    setTrouble(await saveExport(sessionId, form))
    setSaving(false)
  }

  return (
    <span className={styles['export']}>
      <Menu position="bottom-end" width={330} shadow="lg">
        <Menu.Target>
          <Button disabled={saving}>
            {saving ? 'Saving …' : 'Export'} <span aria-hidden="true">⌄</span>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {allowed ? (
            FORMS.map(({ form, name, what }) => (
              <Menu.Item key={form} onClick={() => void save(form)}>
                <strong>{name}</strong>
                <span className={styles['what']}>{what}</span>
              </Menu.Item>
            ))
          ) : (
            <Menu.Label>
              {actor === undefined
                ? 'Sign in to take this session away as a file.'
                : 'Your role may not take a session away as a file.'}
            </Menu.Label>
          )}
        </Menu.Dropdown>
      </Menu>
      {trouble !== undefined && (
        <span className={styles['trouble']} role="alert">
          {trouble}
          <Button kind="quiet" onClick={() => setTrouble(undefined)}>
            OK
          </Button>
        </span>
      )}
    </span>
  )
}
