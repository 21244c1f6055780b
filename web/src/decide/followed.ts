export type Followed = {
  /** Asked again as this grows: how many records there are, and what was done here. */
  readonly records: number;
  readonly now: number;
};
