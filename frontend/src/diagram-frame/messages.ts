/** Page → frame. */
export interface DrawRequest {
  /** From 1. */
  id: number;
  code: string;
  isDark: boolean;
}

/** Frame → page; the first one, with id 0, says that it listens. */
export interface DrawAnswer {
  id: number;
  /** null = the code is no diagram. */
  svg: string | null;
  /** Why it is none: one line of the library's words; null = nothing is known, or it is one. */
  problem: string | null;
}
