export { staff } from '../staff.ts'
