/** Prints a figure as a line that `make bench` gathers. */
export function report(name: string, value: number, unit: string, ratio: number, of: string): void {
  const figures = `${value.toFixed(1)} ${unit}`.padEnd(18)
  console.log(`BenchmarkPage/${name.padEnd(14)} 1 ${figures} ${ratio.toFixed(3)} ratio ${of}`)
}

/** Makes a page with nothing but one canvas as large as the map, of which something moves, 200 dots. */
export function moveDots(): void {
  const canvas = document.createElement('canvas')
  canvas.width = 1112
  canvas.height = 828
  document.body.append(canvas)
  const context = canvas.getContext('2d')!
  const frame = (now: number) => {
    context.clearRect(0, 0, canvas.width, canvas.height)
    for (let i = 0; i < 200; i++) {
      const angle = now / 1000 + i
      context.fillRect(556 + 400 * Math.cos(angle), 414 + 400 * Math.sin(angle * 1.3), 8, 8)
    }
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}
