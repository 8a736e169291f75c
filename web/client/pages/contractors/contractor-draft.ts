import type { Contractor, NewContractor, Specialty } from '#contract/contractors.ts'
import { siteAddress } from './contact-address.ts'

/** A tradesperson while they are edited. */
export type ContractorDraft = {
  name: string
  company: string
  specialties: readonly Specialty[]
  phone: string
  email: string
  site: string
  notes: string
  favourite: boolean
}

export const newContractorDraft: ContractorDraft = {
  name: '',
  company: '',
  specialties: [],
  phone: '',
  email: '',
  site: '',
  notes: '',
  favourite: false
}

export function contractorDraft(contractor: Contractor): ContractorDraft {
  const { name, company, specialties, phone, email, site, notes, favourite } = contractor
  return {
    name,
    company: company ?? '',
    specialties,
    phone: phone ?? '',
    email: email ?? '',
    site: site ?? '',
    notes: notes ?? '',
    favourite
  }
}

export function contractorOf(draft: ContractorDraft): Required<NewContractor> {
  const site = textOf(draft.site)
  return {
    name: draft.name.trim(),
    company: textOf(draft.company),
    specialties: [...draft.specialties],
    phone: textOf(draft.phone),
    email: textOf(draft.email),
    site: site === null ? null : siteAddress(site),
    notes: textOf(draft.notes),
    favourite: draft.favourite
  }
}

function textOf(typed: string): string | null {
  const text = typed.trim()
  return text === '' ? null : text
}
