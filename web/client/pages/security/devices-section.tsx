import { useQuery } from '@tanstack/react-query'
import { Smartphone } from 'lucide-react'
import { listPushDevices, removePushDevice, type PushDevice } from '#contract/devices.ts'
import { q } from '../../../api.ts'
import { formatInstant } from '../../../messages/formats.ts'
import { t } from '../../../messages/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { useSend } from '../../use-send.ts'

/** The phones that are sent notices; nothing as long as there are none, which a browser cannot change. */
export function DevicesSection() {
  const { data } = useQuery(q(listPushDevices, {}))
  if (!data || data.items.length === 0) return null
  return (
    <Card aria-labelledby="devices" className="card-stack">
      <h2 id="devices">{t('devices.title')}</h2>
      <ul className="list-plain">
        {data.items.map((device) => (
          <li key={device.id}>
            <Device device={device} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Device({ device: { id, platform, registeredAt } }: { device: PushDevice }) {
  const removing = useSend(removePushDevice, { show: 'toast' })
  return (
    <div className="session">
      <Smartphone aria-hidden />
      <div className="grow">
        <p className="session-device">{t(`devices.${platform}`)}</p>
        <p className="small muted">{t('security.since', { date: formatInstant(registeredAt) })}</p>
      </div>
      <Button isPending={removing.isPending} onPress={() => removing.send({ params: { deviceId: id } })}>
        {t('devices.remove')}
      </Button>
    </div>
  )
}
