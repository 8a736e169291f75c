import { FileUp } from 'lucide-react'
import { DropZone } from 'react-aria-components/DropZone'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { readInvitation, type Invitation } from './share-file.ts'

/** Opens an invitation file, picked or dropped. */
export function InvitationFile({ onOpened }: { onOpened: (invitation: Invitation | undefined) => void }) {
  const open = async (file: File | undefined) => {
    if (file) onOpened(await readInvitation(file))
  }
  return (
    <DropZone
      className="join-drop"
      aria-label={t('join.drop')}
      onDrop={(event) => {
        const dropped = event.items.find((item) => item.kind === 'file')
        if (dropped?.kind === 'file') void dropped.getFile().then(open)
      }}
    >
      <FileTrigger acceptedFileTypes={['.honeydue', 'application/json']} onSelect={(files) => void open(files?.[0])}>
        <Button>
          <FileUp aria-hidden />
          {t('join.file')}
        </Button>
      </FileTrigger>
      <p className="small muted join-drop-hint">{t('join.drop')}</p>
    </DropZone>
  )
}
