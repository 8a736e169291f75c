import { sources } from '../sources.ts'
import type { TemplateEntry } from '../template.ts'

export const vehicles: readonly TemplateEntry[] = [
  {
    id: 'tyre-pressure',
    every: [1, 'month'],
    importance: 'safety',
    minutes: 15,
    who: 'anyone',
    tools: ['tyre_gauge'],
    source: sources.nhtsaTyres,
    en: {
      title: "Check the tyres' pressure and tread",
      how: 'Cold, with the spare; and before long journeys.'
    },
    de: {
      title: 'Reifendruck und Profil prüfen',
      how: 'Kalt, mit Reserverad; und vor langen Fahrten.'
    }
  },
  {
    id: 'tyres-winter',
    every: [1, 'year'],
    season: [9, 11],
    importance: 'safety',
    minutes: 90,
    who: 'handy',
    tools: ['wrench'],
    safety: 'car_jack',
    fits: { climate: ['freezing'] },
    source: sources.adacTyres,
    en: {
      title: 'Fit the winter tyres',
      how: 'Tread at least 4 mm, bolts tightened by torque and again after 50 km.'
    },
    de: {
      title: 'Winterreifen aufziehen',
      how: 'Mindestens 4 mm Profil, Schrauben mit Drehmoment anziehen und nach 50 km noch einmal.'
    }
  },
  {
    id: 'tyres-summer',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'safety',
    minutes: 90,
    who: 'handy',
    tools: ['wrench'],
    safety: 'car_jack',
    fits: { climate: ['freezing'] },
    source: sources.adacTyres,
    en: {
      title: 'Fit the summer tyres',
      how: 'When frost is over; mark, wash and store the others cool and dark.'
    },
    de: {
      title: 'Sommerreifen aufziehen',
      how: 'Wenn der Frost vorbei ist; die anderen kennzeichnen, waschen, kühl und dunkel lagern.'
    }
  },
  {
    id: 'car-fluids',
    every: [1, 'month'],
    importance: 'upkeep',
    minutes: 15,
    who: 'anyone',
    tools: ['cloth', 'engine_oil'],
    safety: 'cool_down',
    source: sources.nhtsaMaintenance,
    en: {
      title: 'Check oil, coolant and washer fluid',
      how: 'On level ground, engine cold.'
    },
    de: {
      title: 'Öl, Kühlmittel und Wischwasser prüfen',
      how: 'Auf ebenem Boden, Motor kalt.'
    }
  },
  {
    id: 'car-antifreeze',
    every: [1, 'year'],
    season: [9, 11],
    importance: 'damage',
    minutes: 20,
    who: 'anyone',
    fits: { climate: ['freezing'] },
    source: sources.adacWinter,
    en: {
      title: 'Get the car ready for the winter',
      how: 'Antifreeze in coolant and washer, battery tested, seals greased, scraper and blanket in.'
    },
    de: {
      title: 'Auto winterfest machen',
      how: 'Frostschutz in Kühler und Wischwasser, Batterie getestet, Dichtungen gepflegt, Kratzer und Decke dabei.'
    }
  },
  {
    id: 'wiper-blades',
    every: [1, 'year'],
    season: [9, 11],
    importance: 'safety',
    minutes: 15,
    who: 'anyone',
    source: sources.nhtsaMaintenance,
    en: {
      title: 'Change the wiper blades',
      how: 'When they streak or chatter; clean the windscreen inside too.'
    },
    de: {
      title: 'Wischerblätter wechseln',
      how: 'Wenn sie schlieren oder rattern; Scheibe auch innen putzen.'
    }
  },
  {
    id: 'car-service',
    every: [1, 'year'],
    importance: 'upkeep',
    minutes: 120,
    who: 'professional',
    source: sources.nhtsaMaintenance,
    en: {
      title: 'Have the car serviced',
      how: 'By the plan of its maker; brakes, fluids, filters, lights.'
    },
    de: {
      title: 'Auto warten lassen',
      how: 'Nach dem Plan des Herstellers; Bremsen, Flüssigkeiten, Filter, Licht.'
    }
  },
  {
    id: 'car-inspection',
    every: [2, 'year'],
    importance: 'safety',
    minutes: 60,
    who: 'professional',
    fits: { countries: ['DE'] },
    source: sources.allianzInspection,
    en: {
      title: 'Take the car to the main inspection',
      how: 'The plate at the back says the month; late costs.'
    },
    de: {
      title: 'Auto zur Hauptuntersuchung bringen',
      how: 'Die Plakette hinten nennt den Monat; wer überzieht, zahlt.'
    }
  },
  {
    id: 'car-first-aid',
    every: [1, 'year'],
    importance: 'safety',
    minutes: 10,
    who: 'anyone',
    source: sources.adacFirstAid,
    en: {
      title: 'Check first-aid kit, vest and triangle in the car',
      how: 'Expiry date, one vest for each seat, within reach.'
    },
    de: {
      title: 'Verbandskasten, Weste und Warndreieck im Auto prüfen',
      how: 'Ablaufdatum, eine Weste je Sitz, griffbereit.'
    }
  },
  {
    id: 'bicycle-service',
    every: [1, 'year'],
    season: [2, 4],
    importance: 'safety',
    minutes: 90,
    who: 'handy',
    tools: ['wrench', 'lubricant', 'cloth'],
    source: sources.adfc,
    en: {
      title: 'Get the bicycles ready for spring',
      how: "Brakes, tyres, chain, screws, light; and children's saddles are too low again."
    },
    de: {
      title: 'Fahrräder fit für den Frühling machen',
      how: 'Bremsen, Reifen, Kette, Schrauben, Licht; und die Kindersättel sind wieder zu niedrig.'
    }
  },
  {
    id: 'bicycle-chain',
    every: [1, 'month'],
    season: [3, 11],
    importance: 'upkeep',
    minutes: 20,
    who: 'anyone',
    tools: ['lubricant', 'cloth'],
    source: sources.adfc,
    en: {
      title: 'Clean and oil the bicycle chains',
      how: 'Wipe, one drop on each link, wipe again; pump the tyres.'
    },
    de: {
      title: 'Fahrradketten reinigen und ölen',
      how: 'Abwischen, ein Tropfen je Glied, wieder wischen; Reifen aufpumpen.'
    }
  }
]
