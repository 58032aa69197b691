/** Interior. What router and recorder share: the JVM's meeting place, clock, hashes, log names. */
@NullMarked
package io.matapalo.jvm;

import org.jspecify.annotations.NullMarked;
