import User from '../models/user.ts'

/** @returns whether the system is claimed: the set-up page is open until then */
export async function ownerExists(): Promise<boolean> {
  return (await User.query().where('role', 'owner').select('id').first()) !== null
}
