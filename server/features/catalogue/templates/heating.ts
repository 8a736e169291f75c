import { sources } from '../sources.ts'
import type { TemplateEntry } from '../template.ts'

export const heating: readonly TemplateEntry[] = [
  {
    id: 'gas-furnace-service',
    every: [1, 'year'],
    season: [8, 10],
    importance: 'safety',
    minutes: 90,
    who: 'professional',
    safety: 'gas',
    fits: { profile: { heating: ['gas_furnace'] } },
    source: sources.energyStarCheckUps,
    en: {
      title: 'Have the gas furnace serviced',
      how: 'Burner, heat exchanger, flue and controls are checked, cleaned and measured before the cold begins.'
    },
    de: {
      title: 'Gasheizung (Warmluft) warten lassen',
      how: 'Brenner, Wärmetauscher, Abgasweg und Regelung werden vor der kalten Zeit geprüft, gereinigt und gemessen.'
    }
  },
  {
    id: 'oil-furnace-service',
    every: [1, 'year'],
    season: [7, 10],
    importance: 'safety',
    minutes: 90,
    who: 'professional',
    safety: 'co_alarm',
    fits: { profile: { heating: ['oil_furnace'] } },
    source: sources.energyStarCheckUps,
    en: {
      title: 'Have the oil heating serviced',
      how: 'Nozzle, filter, combustion chamber and exhaust values; soot costs fuel and can close the flue.'
    },
    de: {
      title: 'Ölheizung warten lassen',
      how: 'Düse, Filter, Brennraum und Abgaswerte: Ruß kostet Öl und kann den Abgasweg verschließen.'
    }
  },
  {
    id: 'boiler-service',
    every: [1, 'year'],
    season: [7, 10],
    importance: 'safety',
    minutes: 90,
    who: 'professional',
    safety: 'gas',
    fits: { profile: { heating: ['boiler'] } },
    source: sources.gasSafe,
    en: {
      title: 'Have the boiler serviced',
      how: 'Combustion, safety devices, seals and condensate drain are checked by a registered engineer.'
    },
    de: {
      title: 'Heizkessel warten lassen',
      how: 'Ein zugelassener Fachbetrieb prüft Verbrennung, Sicherheitseinrichtungen, Dichtungen und Kondensatablauf.'
    }
  },
  {
    id: 'heat-pump-service',
    every: [1, 'year'],
    season: [3, 10],
    importance: 'damage',
    minutes: 90,
    who: 'professional',
    safety: 'refrigerant',
    fits: { profile: { heating: ['heat_pump'] } },
    source: sources.alaskaHeatPumps,
    en: {
      title: 'Have the heat pump serviced',
      how: 'Refrigerant circuit, electrical connections, air flow or brine circuit, and settings are checked once a year.'
    },
    de: {
      title: 'Wärmepumpe warten lassen',
      how: 'Kältekreis, Anschlüsse, Luft- oder Solekreis und Einstellungen werden einmal im Jahr geprüft.'
    }
  },
  {
    id: 'heat-pump-outdoor-unit',
    every: [3, 'month'],
    importance: 'upkeep',
    minutes: 20,
    who: 'anyone',
    tools: ['brush', 'gloves'],
    safety: 'power_off',
    fits: { profile: { heating: ['heat_pump'] } },
    source: sources.alaskaHeatPumps,
    en: {
      title: "Clear and clean the heat pump's outdoor unit",
      how: "Take away leaves, grass and snow; keep an arm's length free all round."
    },
    de: {
      title: 'Außengerät der Wärmepumpe frei halten',
      how: 'Entferne Laub, Gras und Schnee und halte rundum eine Armlänge frei.'
    }
  },
  {
    id: 'heat-pump-indoor-filter',
    every: [1, 'month'],
    importance: 'upkeep',
    minutes: 20,
    who: 'anyone',
    tools: ['vacuum', 'mild_detergent'],
    safety: 'power_off',
    fits: { profile: { heating: ['heat_pump'], cooling: ['heat_pump'] } },
    source: sources.alaskaHeatPumps,
    en: {
      title: 'Clean the filters of the air heat pump indoors',
      how: 'Take the filters out, vacuum or wash them, let them dry, put them back.'
    },
    de: {
      title: 'Filter der Luft-Wärmepumpe innen reinigen',
      how: 'Nimm die Filter heraus, sauge oder wasche sie, lass sie trocknen und setze sie wieder ein.'
    }
  },
  {
    id: 'oil-tank-check',
    every: [1, 'year'],
    season: [7, 10],
    importance: 'damage',
    minutes: 20,
    who: 'anyone',
    tools: ['flashlight'],
    fits: { profile: { heating: ['oil_furnace'] } },
    source: sources.aschaffenburgOilTank,
    en: {
      title: 'Look over the oil tank',
      how: 'Rust, damp spots, smell, loose pipes, level; note the reading and whether the official inspection is due.'
    },
    de: {
      title: 'Öltank ansehen',
      how: 'Rost, feuchte Stellen, Geruch, lose Leitungen, Füllstand. Notiere den Stand und ob die amtliche Prüfung fällig ist.'
    }
  },
  {
    id: 'district-station-check',
    every: [1, 'year'],
    season: [8, 10],
    importance: 'upkeep',
    minutes: 60,
    who: 'professional',
    safety: 'hot_water',
    fits: { profile: { heating: ['district'] } },
    source: sources.agfw,
    en: {
      title: 'Have the district heating station checked',
      how: 'Strainers, seals, controller and safety valve; ask first which part belongs to the supplier.'
    },
    de: {
      title: 'Fernwärmestation prüfen lassen',
      how: 'Schmutzfänger, Dichtungen, Regler und Sicherheitsventil. Frage zuerst, welcher Teil dem Versorger gehört.'
    }
  },
  {
    id: 'gas-installation-look',
    every: [1, 'year'],
    importance: 'safety',
    minutes: 20,
    who: 'anyone',
    tools: ['flashlight'],
    safety: 'gas',
    fits: { profile: { heating: ['gas_furnace', 'boiler'] } },
    source: sources.regionetzGas,
    en: {
      title: 'Look over the gas pipes and appliances',
      how: 'Pipes are fixed and free of rust, the shut-off can be reached, flames burn blue, vents are open.'
    },
    de: {
      title: 'Gasleitungen und Gasgeräte ansehen',
      how: 'Leitungen sind fest und rostfrei, die Absperrung ist erreichbar, Flammen brennen blau, Lüftungen sind offen.'
    }
  },
  {
    id: 'gas-tightness-test',
    every: [12, 'year'],
    importance: 'safety',
    minutes: 90,
    who: 'professional',
    safety: 'gas',
    fits: { profile: { heating: ['gas_furnace', 'boiler'] }, countries: ['DE', 'AT'] },
    source: sources.regionetzGas,
    en: {
      title: 'Have the gas pipes tested for leaks',
      how: 'A registered company measures how tight the indoor pipes are and gives you a record.'
    },
    de: {
      title: 'Gasleitungen auf Dichtheit prüfen lassen',
      how: 'Ein eingetragener Betrieb misst die Gebrauchsfähigkeit der Innenleitungen und gibt dir ein Protokoll.'
    }
  }
]
