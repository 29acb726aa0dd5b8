/** Filters a list while somebody types, and takes "/" as the way into the field. */
export function search() {
  return {
    begin(event) {
      if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return
      event.preventDefault()
      this.$refs.words.focus()
    },
    send() {
      this.$root.requestSubmit()
    },
  }
}
