// Two notes a fifth apart, in hertz, and what they do in seconds.
const NOTES = [659.3, 987.8]
const APART = 0.12
const LASTS = 0.7
const LOUD = 0.08

let audio: AudioContext | null = null

/** A short quiet sound. Browsers allow it once the page has been clicked; before, nothing is heard. */
export function chime(): void {
  audio ??= new AudioContext()
  void audio.resume()
  const from = audio.currentTime
  NOTES.forEach((pitch, index) => {
    const begin = from + index * APART
    const note = new OscillatorNode(audio!, { type: 'sine', frequency: pitch })
    const volume = new GainNode(audio!, { gain: 0 })
    volume.gain.setValueAtTime(0, begin)
    volume.gain.linearRampToValueAtTime(LOUD, begin + 0.01)
    volume.gain.exponentialRampToValueAtTime(0.0001, begin + LASTS)
    note.connect(volume).connect(audio!.destination)
    note.start(begin)
    note.stop(begin + LASTS)
  })
}
