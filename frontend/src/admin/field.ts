/** How a field for choosing what figures are of looks. */
export const FIELD =
  'h-9 min-w-0 rounded-[10px] border border-input bg-card px-2.5 text-base outline-none focus:border-ring focus:ring-1 focus:ring-ring pointer-coarse:h-12 sm:text-sm';
