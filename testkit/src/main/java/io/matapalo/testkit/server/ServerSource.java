package io.matapalo.testkit.server;

/** Where server programs come from. */
public enum ServerSource {
  /** The first that works of {@link #PATH}, {@link #DEBIAN}, {@link #MAVEN}. */
  AUTO,
  /** Installed on the machine and found on the search path. */
  PATH,
  /** Debian 12 packages, unpacked into the cache without root. */
  DEBIAN,
  /** MariaDB 11.8 and Galera of Debian 13, on any Debian; the other servers as {@link #DEBIAN}. */
  DEBIAN13,
  /** Programs inside jars of Maven Central. */
  MAVEN
}
