import { sources } from '../sources.ts'
import type { TemplateEntry } from '../template.ts'

export const warmthIndoors: readonly TemplateEntry[] = [
  {
    id: 'furnace-filter',
    every: [3, 'month'],
    importance: 'upkeep',
    minutes: 10,
    who: 'anyone',
    tools: ['air_filter'],
    safety: 'power_off',
    fits: { profile: { heating: ['gas_furnace', 'oil_furnace', 'heat_pump'] } },
    source: sources.checkbookHeating,
    en: {
      title: 'Change the furnace filter',
      how: 'Look every month in the cold season, change at least every three months; the arrow points with the air.'
    },
    de: {
      title: 'Luftfilter der Heizung wechseln',
      how: 'In der kalten Zeit monatlich ansehen, spätestens nach drei Monaten wechseln. Der Pfeil zeigt in Luftrichtung.'
    }
  },
  {
    id: 'radiators-bleed',
    every: [1, 'year'],
    season: [9, 11],
    importance: 'comfort',
    minutes: 45,
    who: 'anyone',
    tools: ['radiator_key', 'cloth', 'bucket'],
    safety: 'hot_water',
    fits: { profile: { heating: ['boiler', 'district', 'heat_pump', 'oil_furnace'] } },
    source: sources.kierspeRadiators,
    en: {
      title: 'Bleed the radiators',
      how: 'Pump off, valves open, let the air out until water comes; then look at the pressure of the system.'
    },
    de: {
      title: 'Heizkörper entlüften',
      how: 'Pumpe aus, Ventile auf, Luft ablassen, bis Wasser kommt; danach den Druck der Anlage ansehen.'
    }
  },
  {
    id: 'heating-pressure',
    every: [3, 'month'],
    season: [9, 4],
    importance: 'upkeep',
    minutes: 10,
    who: 'anyone',
    fits: { profile: { heating: ['boiler', 'district'] } },
    source: sources.eta,
    en: {
      title: 'Check the pressure of the heating',
      how: 'The needle stands in the green, for most houses between 1 and 2 bar when cold. Top up slowly if it is low.'
    },
    de: {
      title: 'Druck der Heizungsanlage prüfen',
      how: 'Der Zeiger steht im grünen Bereich, kalt meist zwischen 1 und 2 bar. Ist er zu tief, fülle langsam nach.'
    }
  },
  {
    id: 'heating-trial-run',
    every: [1, 'year'],
    season: [8, 10],
    importance: 'comfort',
    minutes: 20,
    who: 'anyone',
    safety: 'co_alarm',
    fits: { climate: ['freezing'] },
    source: sources.energyHeatingSystems,
    en: {
      title: 'Run the heating once before the cold',
      how: 'Turn it up for an hour while the trades still have time: noises, smells, cold rooms.'
    },
    de: {
      title: 'Heizung vor der Kälte einmal laufen lassen',
      how: 'Dreh sie für eine Stunde auf, solange Betriebe noch Zeit haben: Geräusche, Gerüche, kalte Räume.'
    }
  },
  {
    id: 'radiator-valves-exercise',
    every: [1, 'year'],
    season: [5, 8],
    importance: 'upkeep',
    minutes: 15,
    who: 'anyone',
    fits: { profile: { heating: ['boiler', 'district'] } },
    source: sources.verbraucherzentraleHeating,
    en: {
      title: 'Move the radiator valves in summer',
      how: 'Turn every valve fully open and closed once so that the pin does not stick in autumn; leave them open.'
    },
    de: {
      title: 'Heizkörperventile im Sommer bewegen',
      how: 'Dreh jedes Ventil einmal ganz auf und zu, damit der Stift im Herbst nicht klemmt; lass sie offen.'
    }
  },
  {
    id: 'radiators-dust',
    every: [1, 'year'],
    season: [8, 10],
    importance: 'comfort',
    minutes: 60,
    who: 'anyone',
    tools: ['brush', 'vacuum', 'cloth'],
    fits: { profile: { heating: ['boiler', 'district', 'electric'] } },
    source: sources.verbraucherzentraleHeating,
    en: {
      title: 'Dust the radiators',
      how: 'Dust insulates. Brush between the fins, vacuum below, and move furniture and curtains out of the way.'
    },
    de: {
      title: 'Heizkörper entstauben',
      how: 'Staub dämmt. Bürste zwischen den Lamellen, sauge darunter und rücke Möbel und Vorhänge weg.'
    }
  },
  {
    id: 'electric-heaters-clean',
    every: [1, 'year'],
    season: [8, 10],
    importance: 'safety',
    minutes: 45,
    who: 'anyone',
    tools: ['vacuum', 'brush'],
    safety: 'power_off',
    fits: { profile: { heating: ['electric'] } },
    source: sources.usfaHeating,
    en: {
      title: 'Clean the electric heaters',
      how: 'Cold and without power: vacuum dust from inside and out, and keep a metre around free of anything that burns.'
    },
    de: {
      title: 'Elektroheizungen reinigen',
      how: 'Kalt und stromlos: Sauge Staub innen und außen ab und halte einen Meter rundum frei von Brennbarem.'
    }
  },
  {
    id: 'thermostat-settings',
    every: [6, 'month'],
    importance: 'comfort',
    minutes: 20,
    who: 'anyone',
    source: sources.energyThermostats,
    en: {
      title: 'Set the thermostats for the season',
      how: 'Times, temperatures and holidays still fit how you live; replace weak batteries.'
    },
    de: {
      title: 'Thermostate auf die Jahreszeit einstellen',
      how: 'Zeiten, Temperaturen und Ferien passen noch zu eurem Alltag; ersetze schwache Batterien.'
    }
  },
  {
    id: 'registers-vacuum',
    every: [6, 'month'],
    importance: 'upkeep',
    minutes: 30,
    who: 'anyone',
    tools: ['vacuum', 'screwdriver'],
    fits: { profile: { heating: ['gas_furnace', 'oil_furnace', 'heat_pump'] } },
    source: sources.energyDucts,
    en: {
      title: 'Vacuum the air registers',
      how: 'Take the grilles off, vacuum what you reach, and see that no furniture stands on them.'
    },
    de: {
      title: 'Luftauslässe absaugen',
      how: 'Nimm die Gitter ab, sauge, so weit du kommst, und stelle keine Möbel darauf.'
    }
  },
  {
    id: 'ducts-inspect',
    every: [2, 'year'],
    importance: 'upkeep',
    minutes: 60,
    who: 'handy',
    tools: ['flashlight', 'gloves'],
    safety: 'attic',
    fits: { profile: { heating: ['gas_furnace', 'oil_furnace', 'heat_pump'] } },
    source: sources.energyDucts,
    en: {
      title: 'Check the air ducts for leaks',
      how: 'In attic, basement and crawl space: seams that have come loose, torn insulation, dust trails where air escapes.'
    },
    de: {
      title: 'Luftkanäle auf Lecks prüfen',
      how: 'In Dachboden, Keller und Kriechraum: offene Nähte, gerissene Dämmung, Staubspuren, wo Luft entweicht.'
    }
  },
  {
    id: 'humidifier-clean',
    every: [1, 'month'],
    season: [10, 4],
    importance: 'health',
    minutes: 20,
    who: 'anyone',
    tools: ['vinegar', 'brush'],
    safety: 'power_off',
    fits: { profile: { heating: ['gas_furnace', 'oil_furnace'] } },
    source: sources.epaHumidifiers,
    en: {
      title: 'Clean the humidifier',
      how: 'Empty, descale, rinse well; standing water grows germs that the device then spreads.'
    },
    de: {
      title: 'Luftbefeuchter reinigen',
      how: 'Leeren, entkalken, gut spülen: Im stehenden Wasser wachsen Keime, die das Gerät verteilt.'
    }
  },
  {
    id: 'heating-summer-mode',
    every: [1, 'year'],
    season: [4, 6],
    importance: 'upkeep',
    minutes: 10,
    who: 'anyone',
    fits: { profile: { heating: ['boiler', 'district', 'heat_pump', 'oil_furnace'] } },
    source: sources.co2onlineRadiators,
    en: {
      title: 'Set the heating to summer',
      how: 'Hot water only; the pump rests. Note the meter while you are there.'
    },
    de: {
      title: 'Heizung auf Sommer stellen',
      how: 'Nur Warmwasser, die Pumpe ruht. Notiere bei der Gelegenheit den Zählerstand.'
    }
  }
]
