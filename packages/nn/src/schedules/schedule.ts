/** A learning rate for each step, counted from 0. Pure: a resumed run asks for step k and gets what the first would have. */
export type Schedule = (step: number) => number;
