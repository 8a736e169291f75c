import './join-page.css'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { joinResidence } from '#contract/residences.ts'
import { t } from '../../../messages/i18n.ts'
import { LinkButton } from '../../../ui/button.tsx'
import { showToast } from '../../../ui/toast.ts'
import { Form } from '../../form.tsx'
import { paths } from '../../paths.ts'
import { mayBeSignedIn, rememberResidence } from '../../preferences.ts'
import { queryClient } from '../../query-client.ts'
import { residencesQuery } from '../../session.ts'
import { EntranceFrame } from '../../shell/entrance.tsx'
import { useForm } from '../../use-form.ts'
import { useSend } from '../../use-send.ts'
import { AccountCard } from '../account/account-card.tsx'
import { CodeField } from './code-field.tsx'
import { InvitationFile } from './invitation-file.tsx'
import { onOpenedFile } from './launch-queue.ts'
import type { Invitation } from './share-file.ts'
import { SignInFirst } from './sign-in-first.tsx'
import { useInvitedCode } from './use-invited-code.ts'
import { forgetCode } from './waiting-code.ts'

/** Open to everybody, so that an invitation can be looked at before there is an account. */
export function JoinPage() {
  const code = useInvitedCode()
  return (
    <EntranceFrame>
      {mayBeSignedIn() ? <JoinCard code={code} /> : <SignInFirst code={code} next={paths.join()} />}
    </EntranceFrame>
  )
}

function JoinCard({ code }: { code: string }) {
  const navigate = useNavigate()
  const [invitation, setInvitation] = useState<Invitation | 'none'>()
  const joining = useSend(joinResidence, {
    onDone: async (home) => {
      rememberResidence(home.id)
      await queryClient.refetchQueries({ queryKey: residencesQuery.queryKey })
      await navigate(paths.board(home.id), { replace: true })
      showToast({ text: t('join.joined', { name: home.name }) })
    }
  })
  const form = useForm({ code }, ['code'], joining.fields)
  const { set } = form
  const opened = (found: Invitation | undefined) => {
    setInvitation(found ?? 'none')
    if (found) set('code', found.code)
  }
  useEffect(() => onOpenedFile(opened))
  useEffect(forgetCode, [])

  return (
    <AccountCard
      title={t('join.title')}
      intro={t('join.intro')}
      below={
        <LinkButton variant="quiet" to={paths.today()}>
          {t('state.goToday')}
        </LinkButton>
      }
    >
      <Form
        check={form.check}
        sending={joining}
        submitLabel={t('join.submit')}
        onSubmit={() => joining.send({ body: { code: form.draft.code.trim() } })}
      >
        <output className="join-note">
          {invitation === 'none' && t('join.fileWrong')}
          {typeof invitation === 'object' &&
            t('join.fileFrom', { name: invitation.invitedBy, home: invitation.residence })}
        </output>
        <CodeField {...form.field('code')} />
      </Form>
      <InvitationFile onOpened={opened} />
    </AccountCard>
  )
}
