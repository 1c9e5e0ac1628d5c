// Owns fetching the one file that `npm run replay` serves beside the page. Never asks any other address for one.
import type { Refusal } from '@chairside/shared/result.ts'

/** Where the little server of `npm run replay` has the file (tools/replay.ts). */
export const SERVED_FILE_PATH = '/replay-file'

/** @returns its text, or why there is none, in words */
export async function fetchServedFile(name: string): Promise<string | Refusal> {
  const nothing: Refusal = {
    code: 'not-found',
    message: `There is no ${name} at this address any more. Choose the file itself.`,
  }
  let answer: Response
  try {
    answer = await fetch(`${SERVED_FILE_PATH}?name=${encodeURIComponent(name)}`, { cache: 'no-store' })
  } catch {
    return {
      ...nothing,
      message: `${name} is not served any more: npm run replay has ended. Choose the file itself.`,
    }
  }
  // A hub answers with its first page: that is not a recording.
  if (!answer.ok || answer.headers.get('content-type')?.startsWith('application/x-ndjson') !== true)
    return nothing
  return answer.text()
}
