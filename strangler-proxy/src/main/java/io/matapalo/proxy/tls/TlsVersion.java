package io.matapalo.proxy.tls;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A version of the protocol that is still safe (RFC 8996 forbids those before 1.2). */
public enum TlsVersion {
  TLS_1_2("TLSv1.2"),
  TLS_1_3("TLSv1.3");

  private final String label;

  TlsVersion(String label) {
    this.label = label;
  }

  /** The name that the JDK and the configuration use. */
  public String label() {
    return label;
  }

  /** The version of a label; empty if there is none. */
  public static Optional<TlsVersion> labelled(String text) {
    return Arrays.stream(values()).filter(version -> version.label.equals(text)).findFirst();
  }

  /** All labels. */
  public static List<String> labels() {
    return Arrays.stream(values()).map(TlsVersion::label).toList();
  }

  /** Labels of this version and of all later ones. */
  String[] andLater() {
    return Arrays.stream(values())
        .filter(version -> version.compareTo(this) >= 0)
        .map(TlsVersion::label)
        .toArray(String[]::new);
  }
}
