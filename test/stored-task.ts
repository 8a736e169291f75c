import type { StoredTask } from '#server/features/tasks/task-rules.ts'

/** A task as rules get it: open, one-time, due on 10 March 2026, unless said otherwise. */
export function storedTask(details: Partial<StoredTask> = {}): StoredTask {
  return {
    id: '01940000-0000-7000-8000-000000000001',
    residenceId: '01940000-0000-7000-8000-000000000002',
    title: 'Clean the gutters',
    notes: null,
    category: 'other',
    priority: 'medium',
    estimatedMinutes: null,
    estimatedCost: null,
    contractorId: null,
    schedule: { kind: 'once' },
    anchorOn: '2026-03-10',
    dueOn: '2026-03-10',
    assignment: { rotation: 'fixed', memberIds: [], currentId: null },
    checklist: [],
    inProgressSince: null,
    cancelledAt: null,
    archivedAt: null,
    completionCount: 0,
    lastCompletedOn: null,
    templateId: null,
    assetId: null,
    areaId: null,
    meter: null,
    meterEvery: 0,
    meterBase: null,
    meterHeld: false,
    scheduleDueOn: null,
    createdAt: '2026-01-01T08:00:00Z',
    updatedAt: '2026-01-01T08:00:00Z',
    state: 'open',
    version: 1,
    historyLength: 0,
    ...details
  }
}
