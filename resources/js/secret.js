/** A password field with Show. */
export function secret() {
  return {
    isShown: false,
    get type() {
      return this.isShown ? 'text' : 'password'
    },
    get label() {
      return this.isShown ? 'Hide password' : 'Show password'
    },
    turn() {
      this.isShown = !this.isShown
    },
  }
}
