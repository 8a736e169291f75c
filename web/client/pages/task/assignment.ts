import type { Assignment } from '#contract/tasks.ts'

/** Who takes part. One person alone has the turn; whoever left cannot have it any more. */
export function withMembers(assignment: Assignment, memberIds: readonly string[]): Assignment {
  const [first, ...others] = memberIds
  const isAlone = first !== undefined && others.length === 0
  const kept = memberIds.includes(assignment.currentId ?? '') ? assignment.currentId : null
  return {
    rotation: memberIds.length < 2 ? 'fixed' : assignment.rotation,
    memberIds: [...memberIds],
    currentId: isAlone ? first : kept
  }
}

/** A rotation has somebody's turn; with `fixed` it may be anyone's. */
export function withRotation(assignment: Assignment, rotation: Assignment['rotation']): Assignment {
  const currentId =
    rotation === 'fixed' ? assignment.currentId : (assignment.currentId ?? assignment.memberIds[0] ?? null)
  return { ...assignment, rotation, currentId }
}

/** Gives the turn to one person, or to anyone; a rotation keeps its people and takes in who is new. */
export function givenTo(assignment: Assignment, userId: string | null): Assignment {
  if (assignment.rotation === 'fixed')
    return { rotation: 'fixed', memberIds: userId === null ? [] : [userId], currentId: userId }
  const memberIds = new Set(assignment.memberIds)
  if (userId !== null) memberIds.add(userId)
  return { ...assignment, memberIds: [...memberIds], currentId: userId }
}
