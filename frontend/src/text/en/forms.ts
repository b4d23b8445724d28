/** What forms and lists of all windows have in common. */
export const forms = {
  save: 'Save',
  cancel: 'Cancel',
  busy: 'Saving …',
  unreachable: 'The server does not answer. Nothing was changed; try again.',
  throttled: (seconds: number) => `Too many tries. Wait ${seconds} s.`,
  older: 'Older ones',
  olderFailed: 'They could not be read.',
  sure: 'Really?',
  keep: 'Keep',
  once: 'This is shown only now. Keep it somewhere safe.',
  done: 'Done',
}
