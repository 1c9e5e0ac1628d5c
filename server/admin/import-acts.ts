// Owns the acts of the command line that bring a file in: the running hub reads it, in whose name, and how far it is.
// Never waits for an import: the command line asks again.
import { basename } from 'node:path'
import type { ImportProgress } from '@chairside/shared/protocol/http.ts'
import type { Actor } from '@chairside/shared/record/record.ts'
import { assertNever, ok, type Result, refuse } from '@chairside/shared/result.ts'
import type { ImportDesk } from '../import/import-desk.ts'
import type { Act, ActDone } from './act.ts'

export type ImportAct = Extract<Act, { act: `import.${string}` }>

/** Whoever is at the command line of the hub's own machine. @param by login name */
export const atConsole = (by: string): Actor => ({
  personId: 'admin-console' as Actor['personId'],
  name: by.slice(0, 120) || 'unknown user',
  role: 'admin',
})

const answer = (said: string, progress: ImportProgress): Result<ActDone> =>
  ok({ said, rows: [{ ...progress }] })
const UNKNOWN = refuse('not-found', 'The hub knows no such import any more.', 'importId')

/** @param imports absent where no hub runs */
export async function importFile(
  imports: ImportDesk | undefined,
  act: ImportAct,
  by: string,
): Promise<Result<ActDone>> {
  if (imports === undefined)
    return refuse('not-found', 'No hub runs on this folder. Use: npm run import -- FILE', 'act')
  switch (act.act) {
    case 'import.start': {
      const { path, map, startsAtMs, patientCode, roomName } = act
      const name = basename(path)
      const options = { map, startsAtMs, patientCode, roomName }
      const started = imports.start({ name, path, options, by: atConsole(by) })
      return started.ok ? answer(`${name} is coming in.`, started.value) : started
    }
    case 'import.status': {
      const progress = imports.status(act.importId)
      // Asked for twice a second: a list, which nobody writes down.
      return progress === undefined
        ? UNKNOWN
        : ok({ said: progress.state, rows: [{ ...progress }], list: true })
    }
    case 'import.stop': {
      const progress = await imports.stop(act.importId)
      return progress === undefined ? UNKNOWN : answer(`${progress.name}: ${progress.state}`, progress)
    }
    default:
      return assertNever(act)
  }
}
