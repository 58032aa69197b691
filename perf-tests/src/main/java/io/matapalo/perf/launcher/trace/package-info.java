/**
 * Interior. {@code trace}: reads SQL recorders and shows which operation asks the database for
 * most.
 */
@NullMarked
package io.matapalo.perf.launcher.trace;

import org.jspecify.annotations.NullMarked;
