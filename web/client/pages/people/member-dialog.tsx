import type { ReactNode } from 'react'
import { removeMember, transferOwnership, type Member, type Residence } from '#contract/residences.ts'
import type { ApiProblem } from '../../../api.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { FormError } from '../../../ui/form-error.tsx'
import { showToast } from '../../../ui/toast.ts'
import { paths } from '../../paths.ts'
import { problemText } from '../../problem-text.ts'
import { queryClient } from '../../query-client.ts'
import { residencesQuery } from '../../session.ts'
import { useLeavePage } from '../../use-leave-page.ts'
import { useSend } from '../../use-send.ts'

export type MemberQuestion = 'remove' | 'leave' | 'transfer'
type AboutMember = { home: Residence; member: Member; onClose: () => void }

/** Asks before somebody loses access or the home changes hands; neither can be undone without them. */
export function MemberDialog({ question, ...about }: AboutMember & { question: MemberQuestion }) {
  if (question === 'remove') return <RemoveDialog {...about} />
  return question === 'leave' ? <LeaveDialog {...about} /> : <TransferDialog {...about} />
}

function RemoveDialog({ home, member, onClose }: AboutMember) {
  const name = member.displayName
  const removing = useSend(removeMember, {
    onDone: () => {
      showToast({ text: t('people.removed', { name }) })
      onClose()
    }
  })
  return (
    <Question
      title={t('people.removeTitle', { name })}
      text={t('people.removeText')}
      confirm={t('people.remove', { name })}
      sending={removing}
      onConfirm={() => removing.send({ params: { residenceId: home.id, userId: member.userId } })}
      onClose={onClose}
    />
  )
}

function LeaveDialog({ home, member, onClose }: AboutMember) {
  const leavePage = useLeavePage()
  const leaving = useSend(removeMember, {
    onDone: async () => {
      await queryClient.refetchQueries({ queryKey: residencesQuery.queryKey })
      await leavePage(home.id, paths.today())
      showToast({ text: t('people.left', { name: home.name }) })
    }
  })
  return (
    <Question
      title={t('people.leaveTitle', { name: home.name })}
      text={t('people.leaveText')}
      confirm={t('people.leave')}
      sending={leaving}
      onConfirm={() => leaving.send({ params: { residenceId: home.id, userId: member.userId } })}
      onClose={onClose}
    />
  )
}

function TransferDialog({ home, member, onClose }: AboutMember) {
  const name = member.displayName
  const transferring = useSend(transferOwnership, {
    onDone: () => {
      showToast({ text: t('people.transferred', { name }) })
      onClose()
    }
  })
  return (
    <Question
      title={t('people.transferTitle', { name, home: home.name })}
      text={t('people.transferText', { name })}
      confirm={t('people.transferConfirm')}
      sending={transferring}
      onConfirm={() => transferring.send({ params: { residenceId: home.id }, body: { userId: member.userId } })}
      onClose={onClose}
    />
  )
}

type QuestionProps = {
  title: string
  text: ReactNode
  confirm: string
  sending: { isPending: boolean; problem: ApiProblem | null }
  onConfirm: () => void
  onClose: () => void
}

function Question({ title, text, confirm, sending, onConfirm, onClose }: QuestionProps) {
  return (
    <Dialog
      role="alertdialog"
      isOpen
      onClose={onClose}
      title={title}
      closeLabel={t('app.close')}
      footer={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button variant="danger" isPending={sending.isPending} onPress={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      {sending.problem !== null && <FormError>{problemText(sending.problem)}</FormError>}
      <p>{text}</p>
    </Dialog>
  )
}
