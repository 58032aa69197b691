/**
 * Interior. What router and recorder share of their JVM: the place where copies of the jar in
 * several class loaders meet, its clock, its hashes, the names of its logs, and how settings write
 * durations.
 */
@NullMarked
package io.matapalo.jvm;

import org.jspecify.annotations.NullMarked;
