import { ArrowRightLeft, Ellipsis, LogOut, UserMinus } from 'lucide-react'
import { useState } from 'react'
import { changeRole, type Member, type Residence } from '#contract/residences.ts'
import type { Role } from '#contract/roles.ts'
import { formatDay } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { Menu, type MenuAction } from '../../../ui/menu.tsx'
import { Select } from '../../../ui/select.tsx'
import { showToast } from '../../../ui/toast.ts'
import { useMe } from '../../session.ts'
import { useSend } from '../../use-send.ts'
import { actsOn, type MemberActs } from './member-acts.ts'
import { MemberDialog, type MemberQuestion } from './member-dialog.tsx'

/** One person: who, since when, which role, and what one may do about it. */
export function MemberRow({ home, member, owners }: { home: Residence; member: Member; owners: number }) {
  const me = useMe()
  const isSelf = member.userId === me.id
  const [question, setQuestion] = useState<MemberQuestion>()
  const acts = actsOn({ role: member.role, isSelf }, home.role, owners)
  const items = menuOf(acts, member.displayName, setQuestion)

  return (
    <div className="member">
      <Avatar name={member.displayName} besideName />
      <div className="grow">
        <p className="member-name">
          {member.displayName}
          {isSelf && <span className="muted"> · {t('people.you')}</span>}
        </p>
        <p className="small muted">{t('people.since', { date: formatDay(member.joinedAt) })}</p>
      </div>
      <RoleChoice home={home} member={member} roles={acts.roles} />
      {items.length > 0 && (
        <Menu
          label={t('people.more', { name: member.displayName })}
          trigger={
            <IconButton label={t('people.more', { name: member.displayName })}>
              <Ellipsis aria-hidden />
            </IconButton>
          }
          items={items}
        />
      )}
      {question !== undefined && (
        <MemberDialog question={question} home={home} member={member} onClose={() => setQuestion(undefined)} />
      )}
    </div>
  )
}

function RoleChoice({ home, member, roles }: { home: Residence; member: Member; roles: readonly Role[] }) {
  const changing = useSend(changeRole, {
    show: 'toast',
    onDone: ({ displayName, role }) =>
      void showToast({ text: t('people.roleChanged', { name: displayName, role: t(`role.${role}`) }) })
  })
  if (roles.length === 1) return <span className="member-role">{t(`role.${member.role}`)}</span>
  return (
    <Select
      className="member-role-choice"
      label={t('people.role', { name: member.displayName })}
      hideLabel
      options={roles.map((role) => ({ value: role, label: t(`role.${role}`) }))}
      value={member.role}
      isDisabled={changing.isPending}
      onChange={(role) => {
        if (role === member.role) return
        changing.send({ params: { residenceId: home.id, userId: member.userId }, body: { role } })
      }}
    />
  )
}

function menuOf(acts: MemberActs, name: string, ask: (question: MemberQuestion) => void): MenuAction[] {
  const handOver: MenuAction = {
    id: 'transfer',
    label: t('people.transfer', { name }),
    icon: <ArrowRightLeft aria-hidden />,
    onAction: () => ask('transfer')
  }
  const remove: MenuAction = {
    id: 'remove',
    label: t('people.remove', { name }),
    icon: <UserMinus aria-hidden />,
    danger: true,
    onAction: () => ask('remove')
  }
  const leave: MenuAction = {
    id: 'leave',
    label: t('people.leave'),
    icon: <LogOut aria-hidden />,
    danger: true,
    onAction: () => ask('leave')
  }
  return [
    ...(acts.mayHandOver ? [handOver] : []),
    ...(acts.mayRemove ? [remove] : []),
    ...(acts.mayLeave ? [leave] : [])
  ]
}
