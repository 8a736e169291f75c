import { sources } from '../sources.ts'
import type { TemplateEntry } from '../template.ts'

export const fireAndGas: readonly TemplateEntry[] = [
  {
    id: 'smoke-alarm-test',
    every: [1, 'month'],
    importance: 'safety',
    minutes: 10,
    who: 'anyone',
    tools: ['step_ladder'],
    safety: 'ladder',
    source: sources.usfaSmokeAlarms,
    en: {
      title: 'Test the smoke alarms',
      how: 'Press the test button of every alarm until it sounds. Replace at once what stays silent.'
    },
    de: {
      title: 'Rauchmelder prüfen',
      how: 'Drücke an jedem Melder die Prüftaste, bis er ertönt. Was stumm bleibt, ersetze sofort.'
    }
  },
  {
    id: 'smoke-alarm-clean',
    every: [6, 'month'],
    importance: 'safety',
    minutes: 20,
    who: 'anyone',
    tools: ['step_ladder', 'vacuum'],
    safety: 'ladder',
    source: sources.bismarckSmokeAlarms,
    en: {
      title: 'Vacuum the smoke alarms',
      how: 'Dust in the openings delays the alarm or sets it off for nothing. Vacuum around each one with the soft brush.'
    },
    de: {
      title: 'Rauchmelder absaugen',
      how: 'Staub in den Öffnungen verzögert den Alarm oder löst Fehlalarm aus. Sauge jeden Melder mit der weichen Bürste ab.'
    }
  },
  {
    id: 'smoke-alarm-battery',
    every: [1, 'year'],
    importance: 'safety',
    minutes: 20,
    who: 'anyone',
    tools: ['step_ladder', 'batteries'],
    safety: 'ladder',
    source: sources.usfaSmokeAlarms,
    en: {
      title: 'Replace the batteries of smoke alarms',
      how: 'For alarms with exchangeable batteries; those with a sealed ten-year battery are replaced as a whole.'
    },
    de: {
      title: 'Batterien der Rauchmelder wechseln',
      how: 'Für Melder mit wechselbarer Batterie. Geräte mit fest eingebauter Zehn-Jahres-Batterie werden als Ganzes getauscht.'
    }
  },
  {
    id: 'smoke-alarm-replace',
    every: [10, 'year'],
    importance: 'safety',
    minutes: 45,
    who: 'anyone',
    tools: ['step_ladder', 'screwdriver'],
    safety: 'ladder',
    source: sources.usfaSmokeAlarms,
    en: {
      title: 'Replace the smoke alarms',
      how: 'Sensors age: ten years after the date on the back an alarm is due, even if the test still sounds.'
    },
    de: {
      title: 'Rauchmelder austauschen',
      how: 'Die Sensoren altern: Zehn Jahre nach dem Datum auf der Rückseite ist ein Melder fällig, auch wenn der Test noch ertönt.'
    }
  },
  {
    id: 'co-alarm-test',
    every: [1, 'month'],
    importance: 'safety',
    minutes: 5,
    who: 'anyone',
    safety: 'co_alarm',
    fits: { profile: { heating: ['gas_furnace', 'oil_furnace', 'boiler', 'wood'] } },
    source: sources.cpscCarbonMonoxide,
    en: {
      title: 'Test the carbon monoxide alarms',
      how: 'Press the test button of each alarm and look at the expiry date printed on it.'
    },
    de: {
      title: 'Kohlenmonoxid-Melder prüfen',
      how: 'Drücke an jedem Melder die Prüftaste und sieh nach dem aufgedruckten Ablaufdatum.'
    }
  },
  {
    id: 'co-alarm-fireplace-test',
    every: [1, 'month'],
    season: [10, 4],
    importance: 'safety',
    minutes: 5,
    who: 'anyone',
    safety: 'co_alarm',
    fits: { profile: { fireplace: true } },
    source: sources.cpscCarbonMonoxide,
    en: {
      title: 'Test the carbon monoxide alarm near the fireplace',
      how: 'A fire takes air from the room and can push gases back. Test the alarm while you use the fireplace.'
    },
    de: {
      title: 'Kohlenmonoxid-Melder am Kamin prüfen',
      how: 'Feuer zieht Luft aus dem Raum und kann Abgase zurückdrücken. Prüfe den Melder, solange du den Kamin benutzt.'
    }
  },
  {
    id: 'co-alarm-replace',
    every: [7, 'year'],
    importance: 'safety',
    minutes: 20,
    who: 'anyone',
    tools: ['screwdriver'],
    safety: 'co_alarm',
    fits: { profile: { heating: ['gas_furnace', 'oil_furnace', 'boiler', 'wood'] } },
    source: sources.poulsboAlarms,
    en: {
      title: 'Replace the carbon monoxide alarms',
      how: 'The cells wear out after five to ten years; the date on the device decides.'
    },
    de: {
      title: 'Kohlenmonoxid-Melder austauschen',
      how: 'Die Messzellen sind nach fünf bis zehn Jahren verbraucht; es gilt das Datum auf dem Gerät.'
    }
  },
  {
    id: 'fire-extinguisher-check',
    every: [1, 'month'],
    importance: 'safety',
    minutes: 5,
    who: 'anyone',
    source: sources.usfaExtinguishers,
    en: {
      title: 'Look at the fire extinguishers',
      how: 'Within reach, pin and seal in place, needle in the green, no dents, no rust.'
    },
    de: {
      title: 'Feuerlöscher ansehen',
      how: 'Griffbereit, Stift und Plombe vorhanden, Zeiger im grünen Bereich, keine Dellen, kein Rost.'
    }
  },
  {
    id: 'fire-extinguisher-service',
    every: [2, 'year'],
    importance: 'safety',
    minutes: 30,
    who: 'professional',
    source: sources.hessenExtinguishers,
    en: {
      title: 'Have the fire extinguishers serviced',
      how: 'A qualified person checks filling, pressure and hose and notes the next date on the label.'
    },
    de: {
      title: 'Feuerlöscher warten lassen',
      how: 'Eine sachkundige Person prüft Füllung, Druck und Schlauch und vermerkt den nächsten Termin auf dem Aufkleber.'
    }
  },
  {
    id: 'fire-escape-drill',
    every: [6, 'month'],
    importance: 'safety',
    minutes: 20,
    who: 'anyone',
    source: sources.usfaEscape,
    en: {
      title: 'Practise the way out',
      how: 'Walk two ways out of every room with everyone, once with the lights off, and meet at the agreed place.'
    },
    de: {
      title: 'Fluchtweg üben',
      how: 'Geht gemeinsam aus jedem Raum zwei Wege nach draußen, einmal im Dunkeln, und trefft euch am vereinbarten Ort.'
    }
  },
  {
    id: 'escape-routes-clear',
    every: [3, 'month'],
    importance: 'safety',
    minutes: 15,
    who: 'anyone',
    source: sources.usfaEscape,
    en: {
      title: 'Clear hallways, stairs and exits',
      how: 'Nothing that burns or trips on the way out; every door and window on it opens from inside.'
    },
    de: {
      title: 'Flure, Treppen und Ausgänge freiräumen',
      how: 'Nichts Brennbares, keine Stolperfallen auf dem Weg hinaus. Türen und Fenster darauf gehen von innen auf.'
    }
  }
]
