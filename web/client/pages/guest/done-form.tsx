import { FileText, MessageSquareWarning, RotateCw, X } from 'lucide-react'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { finishGuestJob, getGuestJob, type GuestJob } from '#contract/guests.ts'
import { queryKey } from '../../../api.ts'
import { activeLocale, t } from '../../../messages/i18n.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { MoneyField } from '../../../ui/money-field.tsx'
import { TextArea } from '../../../ui/text-field.tsx'
import { Form } from '../../form.tsx'
import { PhotoPicker } from '../../photos/photo-picker.tsx'
import { guestDoor } from '../../photos/upload-door.ts'
import { usePhotos, type Photos } from '../../photos/use-photos.ts'
import { useForm } from '../../use-form.ts'
import { useSend } from '../../use-send.ts'
import { queryClient } from '../../query-client.ts'
import { currencyOf } from '../task/currency.ts'

/** As many as a completion can have (contract/completions.ts, whose values do not exist in the browser). */
const photoLimit = 10

/** Photos, a note, the invoice, and one big button. */
export function DoneForm({ job }: { job: GuestJob }) {
  const photos = usePhotos(guestDoor, photoLimit)
  const invoice = usePhotos(guestDoor, 1)
  const sending = useSend(finishGuestJob, {
    onDone: (done) => void queryClient.setQueryData(queryKey(getGuestJob, {}), done)
  })
  const currency = currencyOf(job.country, activeLocale())
  const form = useForm<{ notes: string; cost: number | undefined }>({ notes: '', cost: undefined }, [])
  const { draft, field } = form
  const isPending = sending.isPending || photos.isAwaited || invoice.isAwaited

  return (
    <Card aria-labelledby="guest-done">
      <h2 id="guest-done" className="card-title">
        {t('guest.doneTitle')}
      </h2>
      {job.word !== null && (
        <p className="guest-word">
          <MessageSquareWarning aria-hidden />
          <span>{t('guest.sentBack', { word: job.word })}</span>
        </p>
      )}
      <Form submitLabel={t('guest.done')} sending={{ ...sending, isPending }} check={() => true} onSubmit={send}>
        <PhotoPicker photos={photos} keepsPreviews />
        <TextArea label={t('guest.notes')} rows={3} maxLength={10_000} {...field('notes')} />
        <InvoiceField invoice={invoice} />
        <MoneyField label={t('guest.cost')} currency={currency} {...field('cost')} error={sending.fields['cost']} />
      </Form>
    </Card>
  )

  function send(): void {
    void photos.whenAllThere((photoIds) =>
      invoice.whenAllThere(([invoiceId = null]) => {
        const notes = draft.notes.trim()
        const cost = draft.cost === undefined ? null : { minor: draft.cost, currency }
        sending.send({ body: { photoIds, invoiceId, cost, notes: notes === '' ? null : notes } })
      })
    )
  }
}

const invoiceTypes = ['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'image/heic']

/** One PDF or picture; another takes its place. */
function InvoiceField({ invoice }: { invoice: Photos }) {
  const [chosen] = invoice.photos
  return (
    <div className="stack-small">
      <FileTrigger acceptedFileTypes={invoiceTypes} onSelect={(files) => invoice.add([...(files ?? [])])}>
        <Button>
          <FileText aria-hidden />
          {t(chosen === undefined ? 'guest.invoice' : 'guest.invoiceOther')}
        </Button>
      </FileTrigger>
      {chosen !== undefined && (
        <p className="row small">
          <span>{chosen.name}</span>
          {chosen.fileId === undefined && chosen.problem === undefined && (
            <progress value={chosen.share} aria-label={t('guest.invoiceSending')} />
          )}
          {chosen.problem !== undefined && <span role="alert">{chosen.problem}</span>}
          {chosen.mayRetry && (
            <IconButton label={t('photo.retry')} onPress={() => invoice.retry(chosen)}>
              <RotateCw aria-hidden />
            </IconButton>
          )}
          <IconButton label={t('guest.invoiceRemove')} onPress={() => invoice.remove(chosen)}>
            <X aria-hidden />
          </IconButton>
        </p>
      )}
    </div>
  )
}
