/**
 * API. Finds the server programs: on the search path, as Debian packages unpacked without root, or
 * inside jars of Maven Central. What is fetched lands in one cache folder, whole or not at all,
 * whoever asks at the same time.
 */
@NullMarked
package io.matapalo.testkit.binaries;

import org.jspecify.annotations.NullMarked;
