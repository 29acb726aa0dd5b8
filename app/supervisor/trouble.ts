/** Something the person at the keyboard can put right. Its message is the whole output: one sentence, no stack. */
export class Trouble extends Error {}
