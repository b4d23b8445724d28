import { number } from '../en'

/** The assistant. */
export const assistant = {
  title: 'Assistant',
  conversation: 'Conversation',
  fresh: 'New conversation',
  begin: 'Ask about characters, items, suits, kills and places. It reads what this server knows.',
  ask: 'Your question',
  placeholder: 'Ask something',
  send: 'Ask',
  stop: 'Stop',
  you: 'You',
  it: 'Assistant',
  thinking: 'Looking into it …',
  doing: (what: string) => `Looking into it: ${what}`,
  stopped: 'You stopped it.',
  brokeOff: 'The answer broke off.',
  failed: 'It could not answer.',
  throttled: (seconds: number | null) =>
    seconds === null
      ? 'Too many questions. Wait a while.'
      : `Too many questions. Wait ${number(Math.ceil(seconds / 60))} min.`,
  unavailable: 'The assistant is away just now.',
  unreachable: 'The server does not answer.',
  again: 'Ask again',
  gone: 'This conversation is no longer there.',
  forget: 'Take it off the list',
  log: 'What was said',
  left: (left: number) => `${number(left)} characters left`,
}
