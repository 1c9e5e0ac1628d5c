// Proves how tries are counted, on a clock that the test moves.
import { expect, test } from 'vitest'
import { ACCOUNT_RULE, createThrottle } from './throttle.ts'

test('[PE32] a first try is never throttled, though the clock moves on while it is looked at', () => {
  let nowMs = 1_000
  const throttle = createThrottle(() => {
    nowMs += 0.05
    return nowMs
  })
  expect(throttle.enter('r. osei', '127.0.0.1')).toMatchObject({ ok: true })
})

test('[PE32] wrong tries beyond the free ones make the account wait', () => {
  let nowMs = 1_000
  const throttle = createThrottle(() => nowMs)
  for (let tried = 0; tried < ACCOUNT_RULE.free; tried += 1)
    expect(throttle.enter('r. osei', '127.0.0.1')).toMatchObject({ ok: true })
  expect(throttle.enter('r. osei', '127.0.0.1')).toEqual({
    ok: false,
    retryAfterMs: ACCOUNT_RULE.firstDelayMs,
  })
  expect(throttle.enter('another', '127.0.0.1')).toMatchObject({ ok: true })
  nowMs += ACCOUNT_RULE.firstDelayMs
  expect(throttle.enter('r. osei', '127.0.0.1')).toMatchObject({ ok: true })
})
