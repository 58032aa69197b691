package io.matapalo.fastpath.provider;

/** What the provider said to a capture. */
public enum Capture {
  /** The money is taken, by this call or an earlier one. */
  DONE,
  /** It never will be: voided, refunded or unknown. */
  IMPOSSIBLE
}
