/** Says in one sentence what an alert does, while its form is filled in. */
export function alertSentence() {
  return {
    words: '',
    init() {
      this.say()
    },
    say() {
      const form = this.$refs.form
      const chosen = (name) =>
        Array.from(form.querySelectorAll(`[name="${name}"]:checked`), (box) => box.dataset.word)
      const to = form.querySelector('[name="options[to]"]').value.trim()
      const { words, nobody, only } = this.$root.dataset
      const parts = {
        to: to || nobody,
        states: list(chosen('to[]')) || 'nothing yet',
        hosts: this.hosts(form),
      }
      this.words = sentence(words, parts) + only
    },
    hosts(form) {
      if (form.querySelector('[name="applies_to"]:checked')?.value !== 'chosen') {
        return this.$root.dataset.all
      }
      const names = Array.from(
        form.querySelectorAll('[name="hosts[]"]:checked'),
        (box) => box.dataset.word
      )
      return list(names) || 'no machine'
    },
  }
}

function sentence(pattern, parts) {
  return pattern.replace(/\{(\w+)\}/g, (_, name) => parts[name])
}

function list(words) {
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(words)
}
