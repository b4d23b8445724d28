/** Something painted: of browsers that cannot do better a canvas. */
export type Picture = ImageBitmap | HTMLCanvasElement

/**
 * Paints pictures that are copied from then on. One canvas paints them all: a canvas for each would keep a context
 * of its own, with thirty kilobytes of letters that it has measured.
 */
export class Brush {
  private readonly canvas = typeof OffscreenCanvas === 'undefined' ? null : new OffscreenCanvas(1, 1)

  /** A picture of this size in device pixels. */
  paint(width: number, height: number, draw: (context: CanvasRenderingContext2D) => void): Picture {
    const canvas = this.canvas ?? document.createElement('canvas')
    // To set the size wipes it, and forgets how the last one was drawn.
    canvas.width = width
    canvas.height = height
    // What is done with it here both kinds of contexts can do.
    draw(canvas.getContext('2d') as CanvasRenderingContext2D)
    return 'transferToImageBitmap' in canvas ? canvas.transferToImageBitmap() : canvas
  }
}

/** Shows a picture without holes on a canvas that is for nothing else. */
export function show(picture: Picture, canvas: HTMLCanvasElement): void {
  if ('getContext' in picture) {
    canvas.width = picture.width
    canvas.height = picture.height
    canvas.getContext('2d')!.drawImage(picture, 0, 0)
  } else canvas.getContext('bitmaprenderer', { alpha: false })!.transferFromImageBitmap(picture)
}
