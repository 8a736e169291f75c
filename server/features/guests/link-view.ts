import type { GuestLink, GuestWork } from '#contract/guests.ts'
import type { Db } from '#server/platform/postgres/connect.ts'
import { guestFiles, type GuestFile } from './file-queries.ts'
import type { StoredLink } from './queries.ts'

/** Links as members see them. */
export async function viewLinks(db: Db, links: readonly StoredLink[]): Promise<GuestLink[]> {
  const files = await filesOf(db, links)
  return links.map((link) => ({
    id: link.id,
    taskId: link.taskId,
    taskTitle: link.taskTitle,
    residenceId: link.residenceId,
    state: link.state,
    contractor: link.contractorName === null ? null : { id: link.contractorId, name: link.contractorName },
    address: link.address,
    showsPhotos: link.showsPhotos,
    expiresAt: link.expiresAt,
    createdAt: link.createdAt,
    doneAt: link.doneAt,
    work: workOf(link, files)
  }))
}

/** What the guest has said last. */
export async function viewWork(db: Db, link: StoredLink): Promise<GuestWork> {
  return workOf(link, await filesOf(db, [link]))
}

async function filesOf(db: Db, links: readonly StoredLink[]): Promise<Map<string, GuestFile>> {
  const files = await guestFiles(
    db,
    links.map(({ id }) => id)
  )
  return new Map(files.map((file) => [file.id, file]))
}

/** Files that somebody deleted since are left out. */
function workOf(link: StoredLink, files: ReadonlyMap<string, GuestFile>): GuestWork {
  const { notes, photoIds, invoiceId, costMinor, costCurrency } = link
  const invoice = files.get(invoiceId ?? '')
  return {
    notes,
    photos: photoIds.flatMap((id) => {
      const file = files.get(id)
      return file ? [{ fileId: id, width: file.width ?? 0, height: file.height ?? 0 }] : []
    }),
    invoice: {
      file: invoice ? { id: invoice.id, type: invoice.type } : null,
      cost: costMinor === null || costCurrency === null ? null : { minor: costMinor, currency: costCurrency }
    }
  }
}
