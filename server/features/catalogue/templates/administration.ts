import { sources } from '../sources.ts'
import type { TemplateEntry } from '../template.ts'

export const administration: readonly TemplateEntry[] = [
  {
    id: 'insurance-review',
    every: [1, 'year'],
    importance: 'damage',
    minutes: 60,
    who: 'anyone',
    tools: ['pen_and_paper'],
    source: sources.gdv,
    en: {
      title: "Go through the household's insurances",
      how: 'Sums, rebuilding, new purchases, flood and heavy rain, people who have moved in or out.'
    },
    de: {
      title: 'Versicherungen des Haushalts durchgehen',
      how: 'Summen, Umbauten, Anschaffungen, Elementarschäden, wer ein- oder ausgezogen ist.'
    }
  },
  {
    id: 'home-inventory',
    every: [1, 'year'],
    importance: 'damage',
    minutes: 90,
    who: 'anyone',
    tools: ['camera'],
    source: sources.naicInventory,
    en: {
      title: "Photograph the household's goods",
      how: 'Room by room, serial numbers and receipts; keep a copy outside of the house.'
    },
    de: {
      title: 'Hausrat fotografieren',
      how: 'Raum für Raum, Seriennummern und Belege; eine Kopie außer Haus.'
    }
  },
  {
    id: 'documents-copies',
    every: [1, 'year'],
    importance: 'damage',
    minutes: 60,
    who: 'anyone',
    tools: ['camera'],
    source: sources.readyFinancial,
    en: {
      title: 'Renew copies of important papers',
      how: 'Passports, deeds, policies, powers of attorney: scanned, and one set elsewhere.'
    },
    de: {
      title: 'Kopien wichtiger Papiere erneuern',
      how: 'Ausweise, Verträge, Policen, Vollmachten: gescannt, und ein Satz woanders.'
    }
  },
  {
    id: 'data-backup-test',
    every: [3, 'month'],
    importance: 'damage',
    minutes: 45,
    who: 'anyone',
    source: sources.bsiBackup,
    en: {
      title: 'Test the backup of your photos and files',
      how: 'Fetch one file back; one copy is not in the house.'
    },
    de: {
      title: 'Sicherung deiner Fotos und Dateien testen',
      how: 'Hol eine Datei zurück; eine Kopie liegt nicht im Haus.'
    }
  },
  {
    id: 'router-update',
    every: [3, 'month'],
    importance: 'safety',
    minutes: 20,
    who: 'anyone',
    source: sources.bsiRouter,
    en: {
      title: 'Update router and smart devices',
      how: 'Install what is new, change default passwords, throw out what gets no updates any more.'
    },
    de: {
      title: 'Router und smarte Geräte aktualisieren',
      how: 'Neues einspielen, Standardpasswörter ändern, aussortieren, was keine Updates mehr bekommt.'
    }
  },
  {
    id: 'meter-readings',
    every: [1, 'month'],
    importance: 'upkeep',
    minutes: 10,
    who: 'anyone',
    tools: ['pen_and_paper'],
    source: sources.verbraucherzentraleHeating,
    en: {
      title: 'Read the meters',
      how: 'Electricity, gas, water, heat: a jump tells of a leak or a fault early.'
    },
    de: {
      title: 'Zähler ablesen',
      how: 'Strom, Gas, Wasser, Wärme: Ein Sprung verrät Leck oder Defekt früh.'
    }
  },
  {
    id: 'energy-contracts',
    every: [1, 'year'],
    importance: 'comfort',
    minutes: 45,
    who: 'anyone',
    source: sources.verbraucherzentraleTariffs,
    en: {
      title: 'Compare energy tariffs',
      how: 'Period of notice, price guarantee, and what you used this year.'
    },
    de: {
      title: 'Energietarife vergleichen',
      how: 'Kündigungsfrist, Preisgarantie und dein Verbrauch in diesem Jahr.'
    }
  },
  {
    id: 'maintenance-budget',
    every: [1, 'year'],
    season: [10, 12],
    importance: 'upkeep',
    minutes: 60,
    who: 'anyone',
    tools: ['pen_and_paper'],
    source: sources.afcpeBudget,
    en: {
      title: 'Plan the repairs and their money for next year',
      how: "What grows old, what was put off, and at least one percent of the house's value put aside."
    },
    de: {
      title: 'Reparaturen und Geld fürs nächste Jahr planen',
      how: 'Was altert, was liegen blieb, und mindestens ein Prozent des Hauswerts als Rücklage.'
    }
  },
  {
    id: 'warranties-check',
    every: [6, 'month'],
    importance: 'comfort',
    minutes: 30,
    who: 'anyone',
    source: sources.ftcWarranty,
    en: {
      title: 'Look which warranties end soon',
      how: 'Report faults while somebody else pays.'
    },
    de: {
      title: 'Ablaufende Garantien nachsehen',
      how: 'Melde Mängel, solange jemand anderes zahlt.'
    }
  },
  {
    id: 'keys-inventory',
    every: [1, 'year'],
    importance: 'safety',
    minutes: 20,
    who: 'anyone',
    source: sources.polizeiBurglary,
    en: {
      title: 'Check who has which key',
      how: 'Also codes of doors and alarms; change what nobody can account for.'
    },
    de: {
      title: 'Prüfen, wer welchen Schlüssel hat',
      how: 'Auch Codes von Türen und Alarm; ändere, was niemand zuordnen kann.'
    }
  },
  {
    id: 'contact-list',
    every: [1, 'year'],
    importance: 'comfort',
    minutes: 15,
    who: 'anyone',
    source: sources.readyPlan,
    en: {
      title: 'Renew the list of useful numbers',
      how: 'Plumber, electrician, sweep, caretaker, neighbours, insurance: where a guest would find it.'
    },
    de: {
      title: 'Liste wichtiger Nummern erneuern',
      how: 'Installation, Elektro, Schornstein, Hausverwaltung, Nachbarn, Versicherung: wo auch Gäste sie finden.'
    }
  },
  {
    id: 'service-charges',
    every: [1, 'year'],
    importance: 'comfort',
    minutes: 60,
    who: 'anyone',
    fits: { propertyTypes: ['apartment', 'condominium'] },
    source: sources.mieterbund,
    en: {
      title: 'Check the service charge statement',
      how: 'Period, keys of distribution, meter readings, what may not be charged.'
    },
    de: {
      title: 'Nebenkostenabrechnung prüfen',
      how: 'Zeitraum, Verteilerschlüssel, Zählerstände, was nicht umgelegt werden darf.'
    }
  }
]
