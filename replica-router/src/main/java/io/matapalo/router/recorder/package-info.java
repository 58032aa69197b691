/**
 * Counts SQL statements by verb and operation; shares only JDK types with its other copies in one
 * JVM.
 */
@NullMarked
package io.matapalo.router.recorder;

import org.jspecify.annotations.NullMarked;
