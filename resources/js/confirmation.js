/** A button that asks before it acts. Without this code the form behind it has its own page. */
export function confirmation() {
  return {
    ask(event) {
      event.preventDefault()
      this.$refs.dialog.showModal()
    },
    keep() {
      this.$refs.dialog.close()
    },
  }
}
