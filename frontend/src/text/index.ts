import { en } from './en'

/** All texts of the page. The language is chosen here and nowhere else. */
export const text: typeof en = en
