import fc from 'fast-check'
import { fitting, type Schema } from '../arbitrary-of-schema.ts'
import type { Operation } from './operations.ts'
import type { Tenant } from './tenant.ts'

const once = { schedule: { kind: 'once' } }

/**
 * Bodies that need more than their schema says: ids that exist, rules between fields, a role that the caller may give. All
 * others are drawn from the schema. Removing one shows which operations need it: the matrix fails when an operation was
 * refused for its input.
 */
const bodies: Record<string, (tenant: Tenant) => object> = {
  updateResidence: () => ({ name: 'Another name' }),
  changeRole: () => ({ role: 'member' }),
  transferOwnership: ({ ids }) => ({ userId: ids['userId'] }),
  createShareCode: () => ({ role: 'viewer' }),
  createShareFile: () => ({ role: 'viewer' }),
  joinResidence: ({ shareCode }) => ({ code: shareCode }),
  lookAtHandover: ({ handoverCode }) => ({ code: handoverCode }),
  acceptHandover: ({ handoverCode }) => ({ code: handoverCode }),
  createTask: () => ({ title: 'A task', ...once }),
  createTasks: () => ({ tasks: [{ title: 'A task', ...once }] }),
  updateTask: () => ({ title: 'Another title' }),
  completeTask: () => ({ kind: 'done', dueOn: null }),
  setCompletionPhotos: () => ({ photoIds: [] }),
  addToCompletion: () => ({ notes: 'And the filter' }),
  setResidencePhoto: () => ({ photoId: null }),
  createMeter: () => ({ name: 'A meter', unit: 'hour' }),
  updateMeter: () => ({ name: 'Another meter' }),
  addReading: () => ({ value: 7 }),
  correctReading: () => ({ value: 6 }),
  createArea: () => ({ name: 'A room' }),
  updateArea: () => ({ name: 'Another room' }),
  createAsset: () => ({ name: 'An appliance' }),
  updateAsset: () => ({ name: 'Another appliance' }),
  addContractor: () => ({ name: 'Mario Rossi', specialties: ['plumbing'] }),
  importCards: () => ({ contractors: [{ name: 'Anna Müller' }] }),
  createGuestLink: () => ({ address: 'none', showsPhotos: false }),
  sendBackWork: () => ({ word: 'Not yet' }),
  acceptWork: () => ({}),
  finishGuestJob: () => ({ photoIds: [] }),
  updateContractor: () => ({ phone: '+49 30 1234567' }),
  beginUpload: () => ({ size: 9 }),
  setFileCaption: () => ({ caption: 'What it shows' }),
  previewSchedule: () => ({ ...once, startOn: '2026-03-10' }),
  createDocument: ({ ids: { assetId, contractorId } }) => ({
    title: 'A paper',
    details: { kind: 'warranty', endsOn: '2027-03-10' },
    assetId,
    contractorId
  }),
  updateDocument: () => ({ title: 'Another title' }),
  requestProofPack: ({ ids: { assetId } }) => ({
    from: '2026-03-01',
    to: '2026-03-31',
    assetId,
    include: { photos: true, notes: true, costs: true, people: true, papers: true },
    language: 'en'
  }),
  addSuggestions: () => ({ tasks: [{ templateId: 'smoke-alarm-test' }] }),
  proposeTransfer: () => ({ email: 'rita@example.org', reason: 'Bought with another account' }),
  previewPlan: () => ({ templateIds: ['smoke-alarm-test'] })
}

/** What stands in a path and is no id of anybody's. */
export const pathValues: Readonly<Record<string, string>> = { templateId: 'smoke-alarm-test', list: 'tasks.csv' }

const queries: Record<string, Record<string, string>> = {
  getCalendar: { from: '2026-03-01', to: '2026-03-31' }
}

/** What an operation needs beside ids, valid for this home. */
export function validInput({ operationId, body, query }: Operation, tenant: Tenant): { body?: object; query: string } {
  const required = query
    .filter((parameter) => parameter.required)
    .map(({ name, schema }) => [name, String(sample(schema))])
  const search = new URLSearchParams({ ...Object.fromEntries(required), ...queries[operationId] })
  const made = bodies[operationId]?.(tenant) ?? (body && withAddress(sample(body) as object)) // bodies are objects
  return { ...(made && { body: made }), query: search.size > 0 ? `?${search.toString()}` : '' }
}

/** No schema says all that an address must be. */
function withAddress(body: object): object {
  const addresses = Object.keys(body).filter((name) => /email$/i.test(name))
  return { ...body, ...Object.fromEntries(addresses.map((name) => [name, 'somebody@example.org'])) }
}

/** The same value each time. */
export function sample(schema: Schema): unknown {
  const [value] = fc.sample(fitting(schema, []), { numRuns: 1, seed: 7 })
  return value
}
