/** Who may give; null where it is everybody, so that whoever joins later gives too. */
export function oneOrAll(names: readonly string[], everybody: readonly string[]): readonly string[] | null {
  return everybody.every(name => names.includes(name)) && names.length === everybody.length ? null : names
}

/** The givers with one more, or without one. */
export function withGiver(
  characters: readonly string[] | null,
  name: string,
  gives: boolean,
  everybody: readonly string[],
): readonly string[] | null {
  const others = (characters ?? everybody).filter(each => each !== name)
  return oneOrAll(gives ? [...others, name] : others, everybody)
}
