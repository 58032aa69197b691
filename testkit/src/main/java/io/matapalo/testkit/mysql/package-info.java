/**
 * API. Real MySQL servers on loopback: one, a primary with replicas, or a group of primaries. The
 * program comes from Debian unstable, which moves: only deep tests may need it.
 */
@NullMarked
package io.matapalo.testkit.mysql;

import org.jspecify.annotations.NullMarked;
