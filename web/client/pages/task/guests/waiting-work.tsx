import { FileText } from 'lucide-react'
import { useState } from 'react'
import { acceptWork, sendBackWork, type GuestLink } from '#contract/guests.ts'
import { formatMoney } from '../../../../messages/formats.ts'
import { t } from '../../../../messages/i18n.ts'
import { Button } from '../../../../ui/button.tsx'
import { Card } from '../../../../ui/card.tsx'
import { Dialog } from '../../../../ui/dialog.tsx'
import { TextArea } from '../../../../ui/text-field.tsx'
import { showToast } from '../../../../ui/toast.ts'
import { Form } from '../../../form.tsx'
import { photoAddress } from '../../../photos/photo-address.ts'
import { PhotoStrip } from '../../../photos/photo-strip.tsx'
import { useForm } from '../../../use-form.ts'
import { useSend } from '../../../use-send.ts'
import { RatingField, type Rating } from './rating-field.tsx'
import { guestName } from './guest-name.ts'

/** What a guest has done: look, then accept it or send it back. */
export function WaitingWork({ link, mayAnswer }: { link: GuestLink; mayAnswer: boolean }) {
  const { notes, photos, invoice } = link.work
  const [isReturning, setReturning] = useState(false)
  return (
    <Card aria-labelledby={`waiting-${link.id}`}>
      <div className="stack-small">
        <h4 id={`waiting-${link.id}`}>{t('guests.waiting', { name: guestName(link) })}</h4>
        {notes !== null && <p className="task-notes">{notes}</p>}
        <PhotoStrip photos={photos} about={link.taskTitle} />
        {invoice.cost !== null && (
          <p className="figures">
            {t('task.cost')}: {formatMoney(invoice.cost)}
          </p>
        )}
        {invoice.file !== null && (
          <a className="button button-secondary button-medium" href={photoAddress(invoice.file.id, 'full')} download>
            <FileText aria-hidden />
            {t('guests.invoice')}
          </a>
        )}
        {mayAnswer && <Answer link={link} onReturn={() => setReturning(true)} />}
        {isReturning && <ReturnDialog link={link} onClose={() => setReturning(false)} />}
      </div>
    </Card>
  )
}

function Answer({ link, onReturn }: { link: GuestLink; onReturn: () => void }) {
  const [rating, setRating] = useState<Rating>()
  const { send, isPending } = useSend(acceptWork, {
    show: 'toast',
    onDone: ({ task }) => void showToast({ text: t('guests.accepted', { title: task.title }) })
  })
  return (
    <>
      {link.contractor?.id && <RatingField value={rating} onChange={setRating} />}
      <div className="row">
        <Button
          variant="primary"
          isPending={isPending}
          onPress={() => {
            const body = rating === undefined ? {} : { rating: Number(rating) }
            send({ params: { guestLinkId: link.id }, body })
          }}
        >
          {t('guests.accept')}
        </Button>
        <Button onPress={onReturn}>{t('guests.sendBack')}</Button>
      </div>
    </>
  )
}

function ReturnDialog({ link, onClose }: { link: GuestLink; onClose: () => void }) {
  const sending = useSend(sendBackWork, {
    onDone: () => {
      onClose()
      showToast({ text: t('guests.sentBack') })
    }
  })
  const form = useForm({ word: '' }, ['word'], sending.fields)
  return (
    <Dialog isOpen onClose={onClose} title={t('guests.sendBackTitle')} closeLabel={t('app.close')}>
      <Form
        submitLabel={t('guests.sendBack')}
        sending={sending}
        check={() => form.check()}
        onSubmit={() => sending.send({ params: { guestLinkId: link.id }, body: { word: form.draft.word.trim() } })}
      >
        <TextArea label={t('guests.sendBackWord')} rows={3} maxLength={2000} isRequired {...form.field('word')} />
      </Form>
    </Dialog>
  )
}
