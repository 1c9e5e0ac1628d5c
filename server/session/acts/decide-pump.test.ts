// Proves that a cuff cycle nobody heard the end of does not hold up a person's order.
import { emptySession, foldSession } from '@chairside/shared/fold/session-state.ts'
import type { EpochMs } from '@chairside/shared/ids.ts'
import { at, attached, type Fact, opened, records } from '@chairside/shared/testing/given.ts'
import { CUFF_RUNS_AT_MOST_MS } from '@chairside/shared/vitals.ts'
import { expect, test } from 'vitest'
import type { Act } from './act.ts'
import { orderCuff } from './decide-pump.ts'

const takesOrders: Fact = {
  ...attached(0),
  body: { ...attached(0).body, takesCuffOrders: true } as Fact['body'],
}
const began: Fact = {
  atMs: at(10),
  body: {
    kind: 'cuff.started',
    origin: { deviceId: 'monitor-1' as never, epoch: 'e1' as never, seq: 1 },
    startedAtMs: at(10),
  },
}
const order = (nowMs: number) =>
  orderCuff({
    state: records([opened(0), takesOrders, began]).reduce(foldSession, emptySession),
    command: { commandId: 'c' },
    doer: {},
    nowMs: nowMs as EpochMs,
    orderId: 'o-1',
  } as unknown as Act)

test('[ST26] a cycle whose end never came does not bind a person’s own order for ever', () => {
  const lostMs = at(10) + CUFF_RUNS_AT_MOST_MS
  expect(order(lostMs - 1)).toMatchObject({ ok: false, error: { code: 'state-moved' } })
  expect(order(lostMs)).toMatchObject({ ok: true, value: [{ kind: 'cuff.ordered', cause: 'person' }] })
})
