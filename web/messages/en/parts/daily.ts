import { board } from '../board.ts'
import { today } from '../today.ts'
import { waiting } from '../waiting.ts'

export const daily = { ...board, ...today, ...waiting } as const
