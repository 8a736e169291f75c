import { FileUp } from 'lucide-react'
import { DropZone } from 'react-aria-components/DropZone'
import { FileTrigger } from 'react-aria-components/FileTrigger'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'

type Props = { label: string; onChosen: (file: { name: string; bytes: Uint8Array<ArrayBuffer> }) => void }

/** A list, picked or dropped. */
export function ListFile({ label, onChosen }: Props) {
  const open = async (file: File | undefined) => {
    if (file) onChosen({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })
  }
  return (
    <DropZone
      className="list-drop"
      aria-label={t('lists.drop')}
      onDrop={(event) => {
        const dropped = event.items.find((item) => item.kind === 'file')
        if (dropped?.kind === 'file') void dropped.getFile().then(open)
      }}
    >
      <FileTrigger
        acceptedFileTypes={['.csv', '.tsv', '.txt', '.ics', '.json', '.zip']}
        onSelect={(files) => void open(files?.[0])}
      >
        <Button>
          <FileUp aria-hidden />
          {label}
        </Button>
      </FileTrigger>
      <p className="small muted list-drop-hint">{t('lists.drop')}</p>
    </DropZone>
  )
}
