/** The large chart: stands in for the drawing from the server, and follows the page when it is freshened. */
export function chart() {
  let drawn = null
  return {
    async init() {
      await this.draw()
      matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.redraw())
    },
    async draw() {
      try {
        const [{ drawChart }, data] = await Promise.all([import('./big_chart.js'), this.load()])
        if (data.points.length === 0) return
        // A chart takes the width of its place: that must be seen before it is drawn.
        this.show(true)
        drawn = await drawChart(this.$refs.chart, data, this.$root.dataset.nonce)
      } catch {
        // The drawing from the server says the same.
        this.show(false)
      }
    },
    show(isChart) {
      this.$refs.chart.hidden = !isChart
      this.$refs.drawing.hidden = isChart
    },
    async load() {
      const response = await fetch(this.$root.dataset.points)
      if (!response.ok) throw new Error(`The points answered ${response.status}`)
      return response.json()
    },
    async freshen() {
      if (drawn) drawn.update(await this.load())
    },
    redraw() {
      drawn?.destroy()
      this.draw()
    },
  }
}
