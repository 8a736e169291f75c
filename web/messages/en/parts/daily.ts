import { board } from '../board.ts'
import { today } from '../today.ts'

export const daily = { ...board, ...today } as const
