import { useQuery } from '@tanstack/react-query'
import { Link2, X } from 'lucide-react'
import { useState } from 'react'
import type { Residence } from '#contract/residences.ts'
import { listGuestLinks, revokeGuestLink, type GuestLink } from '#contract/guests.ts'
import type { Task } from '#contract/tasks.ts'
import { q } from '../../../../api.ts'
import { formatInstant } from '../../../../messages/formats.ts'
import { t } from '../../../../messages/i18n.ts'
import { Button, IconButton } from '../../../../ui/button.tsx'
import { showToast } from '../../../../ui/toast.ts'
import { useSend } from '../../../use-send.ts'
import type { Home } from '../use-home.ts'
import { guestName } from './guest-name.ts'
import { InviteDialog } from './invite-dialog.tsx'
import { WaitingWork } from './waiting-work.tsx'

export type GuestSectionProps = { task: Task; home: Home; residence: Residence; isOpen: boolean }

/** Who does the task from outside: links that work, and work that waits to be looked at. */
export function GuestSection({ task, home, residence, isOpen }: GuestSectionProps) {
  const { data } = useQuery(q(listGuestLinks, { params: { taskId: task.id } }))
  const [isInviting, setInviting] = useState(false)
  const links = data?.items ?? []
  const mayInvite = home.may('guest.invite') && isOpen
  if (links.length === 0 && !mayInvite) return null
  return (
    <section className="stack-small" aria-labelledby="task-guests">
      <h3 id="task-guests">{t('guests.title')}</h3>
      {links.map((link) => (
        <LinkEntry key={link.id} link={link} home={home} />
      ))}
      {mayInvite && (
        <Button variant="quiet" className="task-invite" onPress={() => setInviting(true)}>
          <Link2 aria-hidden />
          {t('guests.invite')}
        </Button>
      )}
      {isInviting && <InviteDialog task={task} residence={residence} onClose={() => setInviting(false)} />}
    </section>
  )
}

function LinkEntry({ link, home }: { link: GuestLink; home: Home }) {
  if (link.state === 'waiting') return <WaitingWork link={link} mayAnswer={home.may('task.complete')} />
  if (link.state === 'accepted') return null
  return <OpenLink link={link} mayEnd={home.may('guest.invite')} />
}

function OpenLink({ link, mayEnd }: { link: GuestLink; mayEnd: boolean }) {
  const { send, isPending } = useSend(revokeGuestLink, {
    show: 'toast',
    onDone: () => void showToast({ text: t('guests.ended') })
  })
  return (
    <p className="row">
      <span className="grow">{t('guests.open', { name: guestName(link), date: formatInstant(link.expiresAt) })}</span>
      {mayEnd && (
        <IconButton
          label={t('guests.end')}
          isDisabled={isPending}
          onPress={() => send({ params: { guestLinkId: link.id } })}
        >
          <X aria-hidden />
        </IconButton>
      )}
    </p>
  )
}
