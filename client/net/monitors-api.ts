// Owns the list of registered monitors, asked for when one is brought to a chair. Keeps nothing.
import type { HttpMonitor, HttpMonitors } from '@chairside/shared/protocol/http.ts'
import { ok, type Result } from '@chairside/shared/result.ts'
import { json } from './ask.ts'

export async function listMonitors(): Promise<Result<readonly HttpMonitor[]>> {
  const answer = await json<HttpMonitors>('/api/monitors')
  return answer.ok ? ok(answer.value.monitors) : answer
}
