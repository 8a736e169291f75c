import { getMe } from '#contract/accounts.ts'
import { listResidences } from '#contract/residences.ts'
import { getBoard, getToday } from '#contract/board.ts'
import { addressOf } from '../address.ts'

/** Everybody's homes fit on one page of this length; the switcher shows no more. */
export const residencesInput = { query: { limit: 100 } }

/** The addresses of what the signed-in frame and the page at this path read first. */
export function firstReadings(pathname: string): string[] {
  const frame = [addressOf(getMe, {}), addressOf(listResidences, residencesInput)]
  if (pathname === '/') return [...frame, addressOf(getToday, {})]
  const residenceId = /^\/homes\/([0-9a-f-]{36})\/board$/.exec(pathname)?.[1]
  return residenceId === undefined ? frame : [...frame, addressOf(getBoard, { params: { residenceId } })]
}
