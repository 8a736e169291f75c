import type { Messages } from '../message.ts'

export const forecast = {
  'forecast.title': 'What will need replacing',
  'forecast.open': 'What will need replacing',
  'forecast.intro': '{home} · {from} to {to}',
  'forecast.count': 'To replace',
  'forecast.cost': 'Together',
  'forecast.perYear': 'Put aside a year',
  'forecast.unpriced': {
    one: '{count} of them has no price: it counts nothing here.',
    other: '{count} of them have no price: they count nothing here.'
  },
  'forecast.rule':
    'Reckoned from the day something was installed and how long it lasts: as you noted it, else what things of its kind usually reach. Its price rises by {percent} a year from then on. What has outlived that counts this year.',
  'forecast.plot': 'Year by year',
  'forecast.plotCount': 'To replace in each year',
  'forecast.year': 'Year',
  'forecast.none': 'Nothing',
  'forecast.outlived': 'past its time since {date}',
  'forecast.on': 'around {date}',
  'forecast.own': { one: '{count} year, as you noted', other: '{count} years, as you noted' },
  'forecast.usual': { one: '{count} year, as is usual', other: '{count} years, as is usual' },
  'forecast.noPrice': 'no price noted',
  'forecast.more': { one: '{count} more', other: '{count} more' },
  'forecast.later': {
    one: '{count} appliance lasts longer than these years.',
    other: '{count} appliances last longer than these years.'
  },
  'forecast.quiet': 'As far as anybody can tell, nothing needs replacing in these years.',
  'forecast.missing': 'Something is not known',
  'forecast.missingText': 'With it the forecast says more. Open the appliance and press Edit.',
  'forecast.missing.installedOn': 'the day it was installed',
  'forecast.missing.expectedLifeYears': 'how long it lasts',
  'forecast.missing.price': 'its price',
  'forecast.missingOf': 'Missing: {facts}',
  'forecast.add': 'Add it to {name}',
  'forecast.addShort': 'Add it',
  'forecast.emptyTitle': 'No appliances yet',
  'forecast.emptyText':
    'Add what stands in your home, with the day it was installed and its price. Then you see what comes up, and when.'
} as const satisfies Messages
