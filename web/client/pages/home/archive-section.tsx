import { archiveResidence, unarchiveResidence, type Residence } from '#contract/residences.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { showToast } from '../../../ui/toast.ts'
import { useSend } from '../../use-send.ts'

/** Put away at once, with undo instead of a question. */
export function ArchiveSection({ home }: { home: Residence }) {
  const params = { residenceId: home.id }
  const unarchiving = useSend(unarchiveResidence, {
    show: 'toast',
    onDone: ({ name }) => void showToast({ text: t('home.unarchiveDone', { name }) })
  })
  const archiving = useSend(archiveResidence, {
    show: 'toast',
    onDone: ({ name }) =>
      void showToast({
        text: t('home.archiveDone', { name }),
        action: { label: t('action.undo'), onAction: () => unarchiving.send({ params }) }
      })
  })

  return (
    <Card aria-labelledby="archive" className="card-stack">
      <h2 id="archive">{t('home.archiveTitle')}</h2>
      <p className="muted">{t('home.archiveText')}</p>
      {home.archivedAt === null ? (
        <Button isPending={archiving.isPending} onPress={() => archiving.send({ params })}>
          {t('home.archive')}
        </Button>
      ) : (
        <Button variant="primary" isPending={unarchiving.isPending} onPress={() => unarchiving.send({ params })}>
          {t('home.unarchive')}
        </Button>
      )}
    </Card>
  )
}
