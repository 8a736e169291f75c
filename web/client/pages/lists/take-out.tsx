import { FileDown } from 'lucide-react'
import { exportList } from '#contract/exchange.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { saveFile } from '../../save-file.ts'
import { useSend } from '../../use-send.ts'

const lists = ['tasks.csv', 'tasks.ics', 'history.csv'] as const

/** The tasks and the history of a home, as files. */
export function TakeOut({ residenceId }: { residenceId: string }) {
  const taking = useSend(exportList, {
    show: 'toast',
    onDone: (content, { params }) => saveFile(content, `honeydue-${params.list}`)
  })
  return (
    <Card aria-labelledby="take-out" className="card-stack">
      <div>
        <h2 id="take-out">{t('lists.takeOut')}</h2>
        <p className="muted">{t('lists.takeOutText')}</p>
      </div>
      <div className="form-actions">
        {lists.map((list) => (
          <Button
            key={list}
            isPending={taking.isPending}
            onPress={() => taking.send({ params: { residenceId, list } })}
          >
            <FileDown aria-hidden />
            {t(`lists.take.${list}`)}
          </Button>
        ))}
      </div>
    </Card>
  )
}
