import { describe, expect, test } from 'vitest'
import { BLOCKS, biomes } from './biomes'
import { hash, layeredNoise } from './noise'
import { paintGround, type Rgb } from './tint'

const GREEN: Rgb = [40, 120, 60]
const colours: Rgb[] = [GREEN, [120, 100, 70], [220, 200, 140], [240, 240, 240], [60, 60, 60]]
const grid = biomes()

function paint(west: number, north: number, scale: number, transparent = false): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(16 * 16 * 4).fill(transparent ? 0 : 255)
  paintGround({ west, north, scale, width: 16, height: 16 }, grid, { colours, grain: 8, speckle: 3 }, pixels)
  return pixels
}

const mean = (pixels: Uint8ClampedArray, channel: number) => {
  let sum = 0
  for (let i = channel; i < pixels.length; i += 4) sum += pixels[i]!
  return sum / (pixels.length / 4)
}

describe('biomes', () => {
  test('every landblock has one, so that the tint reaches the shore', () => {
    expect(grid).toHaveLength(BLOCKS * BLOCKS)
    expect(Math.max(...grid)).toBe(4)
  })

  test('the great desert is sand and the northern heights are snow', () => {
    const at = (ns: number, ew: number) => {
      const x = Math.floor((ew + 101.95) / 0.8)
      return grid[Math.floor((102.05 - ns) / 0.8) * BLOCKS + x]
    }
    expect(at(-24.8, 10)).toBe(2)
    expect(at(80, -10)).toBe(3)
  })
})

describe('the ground', () => {
  test.each([4, 20, 400])('around Holtburg is green at %i pixels a unit', scale => {
    const pixels = paint(33, 40, scale)
    expect(Math.abs(mean(pixels, 1) - GREEN[1])).toBeLessThan(12)
    expect(mean(pixels, 3)).toBe(255)
  })

  test('water is left alone', () => {
    expect(paint(33, 40, 4, true).every(value => value === 0)).toBe(true)
  })

  test('the grain is texture and no relief: under four percent', () => {
    const pixels = paint(33, 40, 4)
    for (let i = 1; i < pixels.length; i += 4)
      expect(Math.abs(pixels[i]! - GREEN[1])).toBeLessThan(255 * 0.06)
    expect(Math.abs(mean(pixels, 1) - GREEN[1])).toBeLessThan(255 * 0.04)
  })
})

describe('noise', () => {
  test('is the same for the same place and stays between 0 and 1', () => {
    for (let i = -50; i < 50; i++) {
      const value = layeredNoise(i * 3.7, i * -1.3)
      expect(value).toBe(layeredNoise(i * 3.7, i * -1.3))
      expect(value).toBeGreaterThanOrEqual(0)
      expect(value).toBeLessThanOrEqual(1)
    }
    expect(hash(3, 4)).not.toBe(hash(4, 3))
  })
})
