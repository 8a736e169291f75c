import { useQuery } from '@tanstack/react-query'
import { getResidence, listMembers, type Member, type Residence } from '#contract/residences.ts'
import { can, isFrozen, type Action } from '#contract/roles.ts'
import { q } from '../../../api.ts'
import { useResidences } from '../../session.ts'

/** A home and what one may do in it; archived homes are not in the shell's list and are read by themselves. */
export type Home = {
  home: Residence | undefined
  members: readonly Member[]
  nameOf: (userId: string | null) => string | undefined
  may: (action: Action) => boolean
  error: unknown
}

/** `residenceId` undefined: not known yet. */
export function useHome(residenceId: string | undefined): Home {
  const params = { residenceId: residenceId ?? '' }
  const isKnown = residenceId !== undefined
  const listed = useResidences().find(({ id }) => id === residenceId)
  const read = useQuery({ ...q(getResidence, { params }), enabled: isKnown && listed === undefined })
  const { data } = useQuery({ ...q(listMembers, { params }), staleTime: 60_000, enabled: isKnown })
  const home = listed ?? read.data
  const members = data?.items ?? []
  return {
    home,
    members,
    nameOf: (userId) => members.find((member) => member.userId === userId)?.displayName,
    may: (action) => home !== undefined && mayIn(home, action),
    error: read.error
  }
}

/** Whether one's role allows it, and the home is not put away. */
export function mayIn(home: Pick<Residence, 'role' | 'archivedAt'>, action: Action): boolean {
  return can(home.role, action) && (home.archivedAt === null || !isFrozen(action))
}
