/** Something the user can mend: its message is all they need to see. */
export class SetUpError extends Error {}
