import './join-page.css'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { acceptHandover, lookAtHandover } from '#contract/handovers.ts'
import type { Output } from '#contract/route.ts'
import { t } from '../../../messages/i18n.ts'
import { formatInstant } from '../../../messages/formats.ts'
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
import { kept } from '../home/kept-words.ts'
import { CodeField } from './code-field.tsx'
import { SignInFirst } from './sign-in-first.tsx'
import { useInvitedCode } from './use-invited-code.ts'
import { forgetCode } from './waiting-code.ts'

type Offer = Output<typeof lookAtHandover> & { readonly code: string }

/** Open to everybody, as an invitation is: first what is offered, then whether one wants it. */
export function TakeOverPage() {
  const code = useInvitedCode()
  return (
    <EntranceFrame>
      {mayBeSignedIn() ? <TakeOver code={code} /> : <SignInFirst code={code} next={paths.takeOver()} />}
    </EntranceFrame>
  )
}

function TakeOver({ code }: { code: string }) {
  const [offer, setOffer] = useState<Offer>()
  useEffect(forgetCode, [])
  return offer === undefined ? <CodeCard code={code} onOffer={setOffer} /> : <OfferCard offer={offer} />
}

function CodeCard({ code, onOffer }: { code: string; onOffer: (offer: Offer) => void }) {
  const looking = useSend(lookAtHandover, {
    onDone: (offer, { body }) => onOffer({ ...offer, code: body.code })
  })
  const form = useForm({ code }, ['code'], looking.fields)
  return (
    <AccountCard title={t('takeOver.title')} intro={t('takeOver.intro')} below={<Away />}>
      <Form
        check={form.check}
        sending={looking}
        submitLabel={t('takeOver.look')}
        onSubmit={() => looking.send({ body: { code: form.draft.code.trim() } })}
      >
        <CodeField {...form.field('code')} />
      </Form>
    </AccountCard>
  )
}

function OfferCard({ offer: { code, residence, offeredBy, keep, expiresAt } }: { offer: Offer }) {
  const navigate = useNavigate()
  const accepting = useSend(acceptHandover, {
    onDone: async (home) => {
      rememberResidence(home.id)
      await queryClient.refetchQueries({ queryKey: residencesQuery.queryKey })
      await navigate(paths.home(home.id), { replace: true })
      showToast({ text: t('takeOver.done', { name: home.name }) })
    }
  })
  return (
    <AccountCard
      title={t('takeOver.offer', { name: residence })}
      intro={t('takeOver.from', { name: offeredBy, until: formatInstant(expiresAt) })}
      below={<Away />}
    >
      <Form
        check={() => true}
        sending={accepting}
        submitLabel={t('takeOver.accept')}
        onSubmit={() => accepting.send({ body: { code } })}
      >
        <p>{t('handover.goesAlong', { parts: kept(keep) })}</p>
        <p className="muted">{t('takeOver.others')}</p>
      </Form>
    </AccountCard>
  )
}

function Away() {
  return (
    <LinkButton variant="quiet" to={paths.today()}>
      {t('state.goToday')}
    </LinkButton>
  )
}
