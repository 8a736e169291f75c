import type { Contractor } from '#contract/contractors.ts'
import { etagOf } from '#server/platform/etag.ts'
import type { StoredContractor } from './queries.ts'

/** The tag covers all that can change of the answer: the facts, and what they have done. */
export type TaggedContractor = { readonly contractor: Contractor; readonly etag: string }

export function taggedContractor(stored: StoredContractor): TaggedContractor {
  const contractor = viewContractor(stored)
  const { id, rating, ratings, jobsDone, lastDoneOn, costs } = contractor
  return {
    contractor,
    etag: etagOf(id, stored.version, rating, ratings, jobsDone, lastDoneOn, JSON.stringify(costs))
  }
}

export function viewContractor({ id, residenceId, ...row }: StoredContractor): Contractor {
  return {
    id,
    residenceId,
    name: row.name,
    company: row.company,
    specialties: row.specialties,
    phone: row.phone,
    email: row.email,
    site: row.site,
    notes: row.notes,
    favourite: row.favourite,
    rating: row.rating,
    ratings: row.ratings,
    jobsDone: row.jobsDone,
    lastDoneOn: row.lastDoneOn,
    costs: row.costs,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt
  }
}
