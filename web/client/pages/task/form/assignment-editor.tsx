import type { Member } from '#contract/residences.ts'
import type { Assignment } from '#contract/tasks.ts'
import { t } from '../../../../messages/i18n.ts'
import { Chips } from '../../../../ui/chips.tsx'
import { Select } from '../../../../ui/select.tsx'
import { withMembers, withRotation } from '../assignment.ts'
import { rotationKey, rotations } from '../words.ts'

const anyone = 'anyone'

export type AssignmentEditorProps = {
  members: readonly Member[]
  assignment: Assignment
  onChange: (assignment: Assignment) => void
  error?: string | undefined
}

/** Who does it; from two people on, how they take turns. */
export function AssignmentEditor({ members, assignment, onChange, error }: AssignmentEditorProps) {
  const chosen = members.filter(({ userId }) => assignment.memberIds.includes(userId))
  const turns = chosen.map(({ userId, displayName }) => ({ value: userId, label: displayName }))
  const anyoneToo = assignment.rotation === 'fixed' ? [{ value: anyone, label: t('task.anyone') }] : []
  return (
    <>
      <Chips
        label={t('task.who')}
        description={chosen.length === 0 ? t('taskForm.anyoneText') : undefined}
        error={error}
        options={members.map(({ userId, displayName }) => ({ value: userId, label: displayName }))}
        value={assignment.memberIds}
        onChange={(memberIds) => onChange(withMembers(assignment, memberIds))}
      />
      {chosen.length > 1 && (
        <div className="task-pair">
          <Select
            label={t('taskForm.rotation')}
            options={rotations.map((rotation) => ({ value: rotation, label: t(rotationKey[rotation]) }))}
            value={assignment.rotation}
            onChange={(rotation) => onChange(withRotation(assignment, rotation))}
          />
          <Select
            label={t('task.whoseTurn')}
            options={[...anyoneToo, ...turns]}
            value={assignment.currentId ?? anyone}
            onChange={(userId) => onChange({ ...assignment, currentId: userId === anyone ? null : userId })}
          />
        </div>
      )}
    </>
  )
}
