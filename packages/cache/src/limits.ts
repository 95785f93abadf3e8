/** How long a raised generation is remembered: far longer than anybody holds a snapshot before keeping it. */
export const GENERATION_MILLISECONDS = 24 * 60 * 60 * 1000;
