import { Archive, ArchiveRestore, Ellipsis, Pencil, QrCode as QrCodeIcon, Trash } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useNavigate } from 'react-router'
import { archiveAsset, deleteAsset, unarchiveAsset, type Asset } from '#contract/assets.ts'
import type { Residence } from '#contract/residences.ts'
import { t } from '../../../messages/i18n.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Menu, type MenuAction } from '../../../ui/menu.tsx'
import { showToast } from '../../../ui/toast.ts'
import { later } from '../../later.ts'
import { paths } from '../../paths.ts'
import { useLeavePage } from '../../use-leave-page.ts'
import { useSend } from '../../use-send.ts'
import type { Home } from '../task/use-home.ts'

const AssetSheet = lazy(async () => ({ default: (await later(import('./asset-sheet.tsx'))).AssetSheet }))

export type AssetMenuProps = { asset: Asset; home: Home; residence: Residence }

/** What can be done with an appliance; nothing is shown that one may not do. */
export function AssetMenu({ asset, home, residence }: AssetMenuProps) {
  const [question, setQuestion] = useState<'edit' | 'delete'>()
  const acts = useAssetActs(asset)
  const navigate = useNavigate()
  const answered = () => setQuestion(undefined)
  const mayWrite = home.may('asset.write')
  const label: MenuAction = {
    id: 'label',
    label: t('labels.one'),
    icon: <QrCodeIcon aria-hidden />,
    onAction: () => void navigate(paths.labels(asset.residenceId, asset.id))
  }
  const items: MenuAction[] = [
    label,
    ...(mayWrite ? [asset.archivedAt === null ? acts.archive : acts.bringBack] : []),
    ...(home.may('asset.delete') ? [acts.deletion(() => setQuestion('delete'))] : [])
  ]
  return (
    <>
      {mayWrite && (
        <Button onPress={() => setQuestion('edit')}>
          <Pencil aria-hidden />
          {t('action.edit')}
        </Button>
      )}
      <Menu
        label={t('asset.menu')}
        trigger={
          <IconButton label={t('asset.menu')}>
            <Ellipsis aria-hidden />
          </IconButton>
        }
        items={items}
      />
      <Suspense>{question === 'edit' && <AssetSheet home={residence} asset={asset} onClose={answered} />}</Suspense>
      {question === 'delete' && <DeleteAssetDialog asset={asset} archive={acts.archive.onAction} onClose={answered} />}
    </>
  )
}

/** Putting away, with undo, and bringing back. */
function useAssetActs({ id, name }: Asset) {
  const input = { params: { assetId: id } }
  const back = useSend(unarchiveAsset, {
    show: 'toast',
    onDone: () => void showToast({ text: t('asset.broughtBack', { name }) })
  })
  const away = useSend(archiveAsset, {
    show: 'toast',
    onDone: () =>
      void showToast({
        text: t('asset.archivedNow', { name }),
        action: { label: t('action.undo'), onAction: () => back.send(input) }
      })
  })
  return {
    archive: {
      id: 'archive',
      label: t('asset.archive'),
      icon: <Archive aria-hidden />,
      onAction: () => away.send(input)
    },
    bringBack: {
      id: 'bring-back',
      label: t('asset.bringBack'),
      icon: <ArchiveRestore aria-hidden />,
      onAction: () => back.send(input)
    },
    deletion: (onAction: () => void): MenuAction => ({
      id: 'delete',
      label: t('asset.delete'),
      icon: <Trash aria-hidden />,
      danger: true,
      onAction
    })
  }
}

type DeleteAssetDialogProps = { asset: Asset; archive: () => void; onClose: () => void }

/** Names what goes for good, and offers what can be taken back before it. */
function DeleteAssetDialog({ asset, archive, onClose }: DeleteAssetDialogProps) {
  const { id, residenceId, name, archivedAt } = asset
  const leavePage = useLeavePage()
  const { send, isPending } = useSend(deleteAsset, {
    show: 'toast',
    onDone: async () => {
      await leavePage(id, paths.assets(residenceId))
      showToast({ text: t('asset.deleted', { name }) })
    }
  })
  return (
    <Dialog
      role="alertdialog"
      isOpen
      onClose={onClose}
      title={t('asset.deleteTitle', { name })}
      closeLabel={t('app.close')}
      footer={
        <>
          <Button onPress={onClose}>{t('asset.deleteKeep')}</Button>
          {archivedAt === null && (
            <Button
              onPress={() => {
                archive()
                onClose()
              }}
            >
              {t('asset.archive')}
            </Button>
          )}
          <Button variant="danger" isPending={isPending} onPress={() => send({ params: { assetId: id } })}>
            {t('asset.delete')}
          </Button>
        </>
      }
    >
      <p>{t('asset.deleteText')}</p>
      {archivedAt === null && <p className="muted">{t('asset.deleteHint')}</p>}
    </Dialog>
  )
}
