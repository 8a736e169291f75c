import type { forecast as original } from '../en/forecast.ts'
import { translationOf } from '../message.ts'

export const forecast = translationOf<typeof original>()({
  'forecast.title': 'Was ersetzt werden muss',
  'forecast.open': 'Was ersetzt werden muss',
  'forecast.intro': '{home} · {from} bis {to}',
  'forecast.count': 'Zu ersetzen',
  'forecast.cost': 'Zusammen',
  'forecast.perYear': 'Im Jahr zurücklegen',
  'forecast.unpriced': {
    one: '{count} davon ist ohne Preis und zählt hier nichts.',
    other: '{count} davon sind ohne Preis und zählen hier nichts.'
  },
  'forecast.rule':
    'Gerechnet ab dem Einbau und danach, wie lange etwas hält: wie du es notiert hast, sonst wie lange Dinge seiner Art meist halten. Sein Preis steigt von da an um {percent} im Jahr. Was länger gehalten hat, zählt in diesem Jahr.',
  'forecast.plot': 'Jahr für Jahr',
  'forecast.plotCount': 'In jedem Jahr zu ersetzen',
  'forecast.year': 'Jahr',
  'forecast.none': 'Nichts',
  'forecast.outlived': 'seit {date} über der Zeit',
  'forecast.on': 'etwa {date}',
  'forecast.own': { one: '{count} Jahr, wie notiert', other: '{count} Jahre, wie notiert' },
  'forecast.usual': { one: '{count} Jahr, wie üblich', other: '{count} Jahre, wie üblich' },
  'forecast.noPrice': 'ohne Preis',
  'forecast.more': { one: '{count} weiteres', other: '{count} weitere' },
  'forecast.later': {
    one: '{count} Gerät hält länger als diese Jahre.',
    other: '{count} Geräte halten länger als diese Jahre.'
  },
  'forecast.quiet': 'Soweit man es sagen kann, muss in diesen Jahren nichts ersetzt werden.',
  'forecast.missing': 'Etwas ist nicht bekannt',
  'forecast.missingText': 'Damit sagt die Vorschau mehr. Öffne das Gerät und drück auf Bearbeiten.',
  'forecast.missing.installedOn': 'der Tag des Einbaus',
  'forecast.missing.expectedLifeYears': 'wie lange es hält',
  'forecast.missing.price': 'der Preis',
  'forecast.missingOf': 'Es fehlt: {facts}',
  'forecast.add': 'Bei {name} nachtragen',
  'forecast.addShort': 'Nachtragen',
  'forecast.emptyTitle': 'Noch keine Geräte',
  'forecast.emptyText':
    'Leg an, was in deinem Zuhause steht, mit dem Tag des Einbaus und dem Preis. Dann siehst du, was wann ansteht.'
})
