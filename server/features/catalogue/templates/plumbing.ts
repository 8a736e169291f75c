import { sources } from '../sources.ts'
import { withGrounds, type TemplateEntry } from '../template.ts'

export const plumbing: readonly TemplateEntry[] = [
  {
    id: 'leak-walk',
    every: [6, 'month'],
    importance: 'damage',
    minutes: 30,
    who: 'anyone',
    tools: ['flashlight', 'cloth'],
    source: sources.epaWaterSense,
    en: {
      title: 'Look for leaks under sinks and behind appliances',
      how: 'Run a dry cloth along traps, valves and hoses; look for stains, rust and swollen wood.'
    },
    de: {
      title: 'Unter Becken und hinter Geräten nach Lecks sehen',
      how: 'Fahre mit einem trockenen Tuch über Siphons, Ventile und Schläuche; achte auf Flecken, Rost und gequollenes Holz.'
    }
  },
  {
    id: 'water-meter-leak-test',
    every: [6, 'month'],
    importance: 'damage',
    minutes: 15,
    who: 'anyone',
    tools: ['pen_and_paper'],
    source: sources.epaWaterSense,
    en: {
      title: 'Test for leaks with the water meter',
      how: 'Read it, use no water for two hours, read it again. Any difference is a leak.'
    },
    de: {
      title: 'Mit dem Wasserzähler nach Lecks suchen',
      how: 'Ablesen, zwei Stunden kein Wasser nutzen, wieder ablesen. Jede Differenz ist ein Leck.'
    }
  },
  {
    id: 'toilet-leak-test',
    every: [1, 'year'],
    importance: 'upkeep',
    minutes: 15,
    who: 'anyone',
    tools: ['food_colouring'],
    source: sources.epaWaterSense,
    en: {
      title: 'Test the toilets for silent leaks',
      how: 'Colour in the cistern, wait ten minutes without flushing; colour in the bowl means a new flapper or seal.'
    },
    de: {
      title: 'Toiletten auf stille Lecks prüfen',
      how: 'Farbe in den Spülkasten, zehn Minuten nicht spülen. Färbt sich das Becken, ist die Dichtung fällig.'
    }
  },
  {
    id: 'faucet-aerators',
    every: [6, 'month'],
    importance: 'upkeep',
    minutes: 30,
    who: 'anyone',
    tools: ['pliers', 'vinegar'],
    source: sources.epaWaterSense,
    en: {
      title: 'Clean the tap aerators',
      how: 'Unscrew, soak in vinegar, rinse, screw back.'
    },
    de: {
      title: 'Perlatoren reinigen',
      how: 'Abschrauben, in Essig einlegen, spülen, wieder anschrauben.'
    }
  },
  {
    id: 'showerheads-descale',
    every: [3, 'month'],
    importance: 'health',
    minutes: 30,
    who: 'anyone',
    tools: ['vinegar', 'brush'],
    source: sources.caerphillyWater,
    en: {
      title: 'Descale the shower heads and hoses',
      how: 'Lime holds germs. Soak, brush, rinse hot; replace a hose that stays slimy.'
    },
    de: {
      title: 'Duschköpfe und Schläuche entkalken',
      how: 'In Kalk halten sich Keime. Einlegen, bürsten, heiß spülen; ersetze einen Schlauch, der schmierig bleibt.'
    }
  },
  {
    id: 'unused-taps-flush',
    every: [1, 'week'],
    importance: 'health',
    minutes: 10,
    who: 'anyone',
    safety: 'hot_water',
    fits: { propertyTypes: ['holiday_home'] },
    source: sources.denbighshireWater,
    en: {
      title: 'Flush taps that nobody uses',
      how: 'A few minutes hot and cold, without spray, so that water does not stand in the pipes.'
    },
    de: {
      title: 'Unbenutzte Zapfstellen spülen',
      how: 'Ein paar Minuten warm und kalt, ohne zu sprühen, damit kein Wasser in den Leitungen steht.'
    }
  },
  {
    id: 'main-shutoff',
    every: [1, 'year'],
    importance: 'damage',
    minutes: 15,
    who: 'anyone',
    source: sources.lakehavenShutOff,
    en: {
      title: 'Move the main water shut-off',
      how: "Close and open it once, and show everyone where it is; one that sticks is a plumber's job."
    },
    de: {
      title: 'Hauptabsperrung des Wassers bewegen',
      how: 'Einmal zu und auf drehen, und zeige allen, wo sie ist. Klemmt sie, ist das Sache der Installation.'
    }
  },
  {
    id: 'angle-valves',
    every: [1, 'year'],
    importance: 'damage',
    minutes: 30,
    who: 'handy',
    source: sources.ibhsWater,
    en: {
      title: 'Move the valves under sinks and toilets',
      how: 'Each once closed and open, then look for drops the next day.'
    },
    de: {
      title: 'Eckventile bewegen',
      how: 'Jedes einmal zu und auf, und am nächsten Tag nach Tropfen sehen.'
    }
  },
  {
    id: 'house-water-filter',
    every: [2, 'month'],
    importance: 'health',
    minutes: 20,
    who: 'handy',
    tools: ['bucket', 'wrench', 'water_filter'],
    source: sources.midewaFilter,
    en: {
      title: 'Flush or change the water filter behind the meter',
      how: 'Back-flush until it runs clear; a cartridge is changed with clean hands after six months at the latest.'
    },
    de: {
      title: 'Hauswasserfilter rückspülen oder wechseln',
      how: 'Rückspülen, bis es klar läuft; eine Kartusche wechselst du mit sauberen Händen spätestens nach sechs Monaten.'
    }
  },
  {
    id: 'softener-salt',
    every: [2, 'month'],
    importance: 'upkeep',
    minutes: 10,
    who: 'anyone',
    tools: ['softener_salt'],
    safety: 'heavy',
    source: sources.bwtSalt,
    en: {
      title: 'Refill the water softener',
      how: 'Salt above the water line, lumps broken, hardness setting still right.'
    },
    de: {
      title: 'Enthärtungsanlage nachfüllen',
      how: 'Salz über dem Wasserstand, Brocken zerstoßen, Härte noch richtig eingestellt.'
    }
  },
  {
    id: 'well-water-test',
    every: [1, 'year'],
    season: [3, 6],
    importance: 'health',
    minutes: 30,
    who: 'anyone',
    tools: ['water_test_kit'],
    fits: { propertyTypes: ['farm', 'holiday_home'] },
    source: sources.epaWells,
    en: {
      title: 'Have the well water tested',
      how: 'At least bacteria and nitrates, once a year, and after every flood.'
    },
    de: {
      title: 'Brunnenwasser untersuchen lassen',
      how: 'Mindestens Keime und Nitrat, einmal im Jahr und nach jedem Hochwasser.'
    }
  },
  {
    id: 'outdoor-taps-winter',
    every: [1, 'year'],
    season: [9, 11],
    importance: 'damage',
    minutes: 30,
    who: 'anyone',
    tools: ['bucket', 'faucet_cover'],
    fits: { propertyTypes: withGrounds, climate: ['freezing'] },
    source: sources.redCrossPipes,
    en: {
      title: 'Shut and drain the outdoor taps',
      how: 'Close the inside valve, open the tap, drain the rest, take hoses off.'
    },
    de: {
      title: 'Außenhähne absperren und entleeren',
      how: 'Innenventil zu, Hahn auf, Rest ablassen, Schläuche ab.'
    }
  },
  {
    id: 'outdoor-taps-spring',
    every: [1, 'year'],
    season: [3, 5],
    importance: 'damage',
    minutes: 20,
    who: 'anyone',
    fits: { propertyTypes: withGrounds, climate: ['freezing'] },
    source: sources.redCrossPipes,
    en: {
      title: 'Open the outdoor taps and look for frost damage',
      how: 'Turn on slowly while somebody looks inside at wall and pipe.'
    },
    de: {
      title: 'Außenhähne öffnen und auf Frostschäden sehen',
      how: 'Langsam aufdrehen, während jemand innen auf Wand und Rohr sieht.'
    }
  },
  {
    id: 'pipe-insulation',
    every: [1, 'year'],
    season: [9, 11],
    importance: 'damage',
    minutes: 45,
    who: 'handy',
    tools: ['pipe_insulation', 'flashlight'],
    fits: { climate: ['freezing'] },
    source: sources.redCrossPipes,
    en: {
      title: 'Check the insulation of pipes in cold places',
      how: 'Garage, attic, crawl space, outer walls: wrap what lies bare.'
    },
    de: {
      title: 'Dämmung der Leitungen in kalten Räumen prüfen',
      how: 'Garage, Dachboden, Kriechraum, Außenwände: Umhülle, was blank liegt.'
    }
  },
  {
    id: 'bath-caulk',
    every: [1, 'year'],
    importance: 'damage',
    minutes: 60,
    who: 'handy',
    tools: ['caulk', 'caulk_gun', 'cloth'],
    safety: 'chemicals',
    source: sources.nhbcMaintenance,
    en: {
      title: 'Check the seals around bath, shower and basin',
      how: 'Cut out mouldy or loose silicone, dry, seal anew.'
    },
    de: {
      title: 'Fugen an Wanne, Dusche und Waschbecken prüfen',
      how: 'Schneide verschimmeltes oder loses Silikon heraus, lass trocknen und fuge neu.'
    }
  },
  {
    id: 'holiday-home-water-off',
    every: [1, 'year'],
    season: [9, 11],
    importance: 'damage',
    minutes: 45,
    who: 'handy',
    tools: ['bucket'],
    fits: { propertyTypes: ['holiday_home'], climate: ['freezing'] },
    source: sources.redCrossPipes,
    en: {
      title: 'Empty the water pipes before the house stands cold',
      how: 'Main valve shut, all taps open, traps and toilets with frost-safe fluid.'
    },
    de: {
      title: 'Wasserleitungen leeren, bevor das Haus kalt steht',
      how: 'Haupthahn zu, alle Hähne auf, Siphons und Toiletten mit Frostschutz.'
    }
  }
]
