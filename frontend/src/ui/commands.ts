/** What whoever runs the server may type to have items. */
export const SIMULATE = 'overlord simulate --clients 20'
export const IMPORT = 'overlord import-mag FOLDER'
