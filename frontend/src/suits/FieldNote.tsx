import { useBuilder } from './context'

/** What is wrong with a part of the wish, beside it. `of` begins the members that the part is about. */
export function FieldNote({ of }: { of: readonly string[] }) {
  const { fault } = useBuilder()
  if (!fault || !of.some(member => isOf(fault.field, member))) return null
  return (
    <p className="bad sb-field-note" role="alert">
      {fault.message}
    </p>
  )
}

export function isOf(field: string, member: string): boolean {
  return field === member || field.startsWith(`${member}.`)
}
