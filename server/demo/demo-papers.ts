import type { NewDocument } from '#contract/documents.ts'
import type { DemoTrade } from './demo-contractors.ts'
import type { DemoFile } from './demo-files.ts'
import type { houseThings } from './demo-things.ts'

/** A paper of the demo house and its file; what it is about, and who it is from. */
export type DemoPaper = NewDocument & {
  readonly file: DemoFile
  readonly thing?: keyof typeof houseThings
  readonly trade?: DemoTrade
}

/** As they stand on the last day of the story: one ends soon. */
export function housePapers(today: Temporal.PlainDate): DemoPaper[] {
  const on = (days: number) => today.add({ days }).toString()
  return [
    {
      title: 'Boiler warranty',
      file: 'boiler-warranty.pdf',
      thing: 'boiler',
      trade: 'heating',
      details: {
        kind: 'warranty',
        provider: 'Nordwärme Heating',
        covers: 'Heat exchanger, burner, pump and control unit',
        policyNumber: 'NW24-0087-4412',
        startsOn: on(-680),
        endsOn: on(50),
        claim: {
          name: 'Customer service',
          phone: '+49 30 5550142',
          email: 'service@nordwaerme.example',
          steps:
            'Have the serial number and the record of the last service at hand, and call before anybody repairs anything.'
        }
      }
    },
    {
      title: 'Home insurance',
      file: 'home-insurance.pdf',
      details: {
        kind: 'insurance',
        insurer: 'Havel Insurance',
        policyNumber: 'HV-2201-7755',
        covers: 'Fire, tap water, storm, hail and natural hazards',
        startsOn: on(-410),
        endsOn: on(320),
        premium: { minor: 41_280, currency: 'EUR' },
        premiumEvery: 'year'
      }
    },
    {
      title: 'Receipt for the dishwasher',
      file: 'receipt.jpg',
      thing: 'dishwasher',
      details: {
        kind: 'receipt',
        seller: 'Kiez Appliances',
        boughtOn: on(-240),
        amount: { minor: 64_900, currency: 'EUR' }
      }
    }
  ]
}
