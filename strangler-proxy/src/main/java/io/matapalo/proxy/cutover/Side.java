package io.matapalo.proxy.cutover;

import java.util.Locale;
import java.util.Optional;

/** The two sides of the strangling. */
public enum Side {
  LEGACY,
  FAST;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** As written in files, headers and metrics. */
  public String label() {
    return label;
  }

  /** The side with that label. */
  public static Optional<Side> parse(String label) {
    for (Side side : values()) {
      if (side.label.equals(label)) {
        return Optional.of(side);
      }
    }
    return Optional.empty();
  }
}
