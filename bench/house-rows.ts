import { againstLimit, side, type Bench } from './against-limit.ts'
import { compare, type Comparison } from './compare.ts'
import type { Api } from './processes.ts'
import {
  getAssetPage,
  getFeed,
  getReport,
  newFeed,
  searchPapers,
  searchTasks,
  send,
  type Scenario
} from './requests.ts'
import type { Seeded } from './seed.ts'
import type { Subject } from './template.ts'

/** What a house of 50 000 tasks, 2 000 appliances and 20 000 files costs, against one of 50, 2 and 40. */
export type HouseStage = Bench & { readonly full: Seeded }
type Asked = { readonly what: string; readonly goal: number; readonly comparison: Comparison }

const amounts = { asset: 800, search: 400, report: 64, feed: 32 }

export const houseRows: Readonly<Record<string, (stage: HouseStage, scale: number) => Promise<Asked>>> = {
  asset: async (stage, scale) => ({
    what: 'page of an appliance, of 2 000 against of 2',
    goal: 1.5,
    comparison: await largeAgainstSmall(
      stage,
      [getAssetPage(stage.full.assets.large), getAssetPage(stage.full.assets.furnished)],
      amounts.asset * scale
    )
  }),
  papers: async (stage, scale) => ({
    what: 'search in 20 000 files against in 40',
    goal: 1.5,
    comparison: await largeAgainstSmall(stage, [searchPapers, searchPapers], amounts.search * scale)
  }),
  search: async (stage, scale) => ({
    what: 'search in 50 000 tasks against in 50',
    goal: 1.5,
    comparison: await largeAgainstSmall(stage, [searchTasks, searchTasks], amounts.search * scale)
  }),
  report: async (stage, scale) => ({
    what: 'year of 50 000 tasks',
    goal: 1.5,
    comparison: await againstLimit(stage, getReport, {
      subjects: Array.from({ length: 8 }, () => ({ ...stage.full.large })),
      amount: amounts.report * scale
    })
  }),
  feed: feedRow
}

function largeAgainstSmall(
  { admin, api, rounds, full }: HouseStage,
  [large, small]: readonly [Scenario, Scenario],
  amount: number
): Promise<Comparison> {
  return compare(admin, [side(api, large, [full.large]), side(api, small, [full.furnished])], { rounds, amount })
}

/** Of one date in the calendar: a feed has at most 1 800 that come and 200 that are over. */
async function feedRow({ admin, api, rounds, full }: HouseStage, scale: number): Promise<Asked> {
  const [large, small] = [await makeFeed(api, full.large), await makeFeed(api, full.furnished)]
  const sides = [
    side(api, getFeed(large.path), [full.large]),
    side(api, getFeed(small.path), [full.furnished])
  ] as const
  const comparison = await compare(admin, sides, { rounds, amount: amounts.feed * scale })
  return {
    what: `a date of a feed of ${large.dates}, against of ${small.dates}`,
    goal: 1.5,
    comparison: { ...comparison, ratio: (comparison.ratio * small.dates) / large.dates }
  }
}

async function makeFeed({ port }: Api, subject: Subject): Promise<{ path: string; dates: number }> {
  const made = await send(port, newFeed.request(subject))
  const { url } = JSON.parse(made.body.toString()) as { url: string } // by the contract
  const path = new URL(url).pathname
  const { body } = await send(port, getFeed(path).request(subject))
  return { path, dates: body.toString().split('BEGIN:VEVENT').length - 1 }
}
