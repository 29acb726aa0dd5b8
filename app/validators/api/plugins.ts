import vine from '@vinejs/vine'
import { Sentences } from '../sentences.ts'

/** POST /plugins */
export const uploadQuery = vine.create({ replace: vine.boolean().optional() })
uploadQuery.messagesProvider = new Sentences()
